"""Vehicles, shifts, windows, quotes, stops and routes."""

from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    name = "kept.deliveries"
    label = "deliveries"
