"""The clicks by which somebody is let go, as the tests of these pages make them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.test import Client
from django.urls import reverse

from kept.business.models import Staff
from kept.conversations.models import Conversation
from kept.desk import exit as leaving
from kept.memberships.models import Cancellation, Membership

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 10, 12, tzinfo=NEW_YORK)
PART = {"HX-Request": "true"}


def come_in(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def sessions(membership: Membership) -> str:
    return f"addon:{membership.add_ons.get().pk}"


def first_click(desk: Client, phone: Conversation, membership: Membership, end: str) -> str:
    address = reverse("memberships:create_money", args=[phone.pk])
    answer = desk.post(address, {"membership": membership.pk, "end": end}, headers=PART)
    assert answer.status_code == 200
    return answer.content.decode()


def second_click(desk: Client, phone: Conversation, **more: str) -> int:
    row = Cancellation.objects.latest("pk")
    address = reverse("memberships:create_confirmation", args=[row.pk])
    return desk.post(address, {"conversation": phone.pk, **more}, headers=PART).status_code


def own_page(membership: Membership, name: str = "leave") -> str:
    return reverse(f"memberships:{name}", args=[leaving.token(membership, now=NOW)])
