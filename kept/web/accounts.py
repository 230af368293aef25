"""Logging in: by e-mail address, for people who were hired; where each role lands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from allauth.account import views
from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import path

from kept.business.rules import Role
from kept.web.context import address_of

if TYPE_CHECKING:
    from kept.business.models import Staff

LANDS_ON = {Role.DRIVER: "driver:route", Role.DISPATCHER: "dispatch:board"}
DESK = "desk:inbox"

# Only what this version offers; a forgotten password is set anew by the owner.
urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("signup/", views.signup, name="account_signup"),
    path("inactive/", views.account_inactive, name="account_inactive"),
]


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's own question
        """Nobody signs up: people are hired."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return landing(cast("Staff", request.user))  # asked only after somebody logged in

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Who is logged in stands on every page; no message says it again."""


def landing(staff: Staff) -> str:
    """The page on which this person's day starts."""
    own = LANDS_ON.get(Role(staff.role))
    return (address_of(own) if own else "") or address_of(DESK) or "/"
