"""Sales, their lines and invoices."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "kept.orders"
    label = "orders"
