"""Plans, add-ons, memberships, and the way out of them."""

from django.apps import AppConfig


class MembershipsConfig(AppConfig):
    name = "kept.memberships"
    label = "memberships"
