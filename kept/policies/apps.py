"""Policies, versions, terms, and each telling of them."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "kept.policies"
    label = "policies"
