"""A message that asks to leave: the strip says so, and leads to where the first person settles it."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from kept.conversations.models import Conversation
from kept.desk import call
from kept.memberships.models import Membership
from kept.web.tests.memberships.clicks import NOW, first_click, second_click, sessions


def strip(desk: Client, phone: Conversation) -> str:
    return desk.get(reverse("complaints:noticed", args=[phone.pk])).content.decode()


def test_a_line_of_a_call_that_asks_to_leave_leads_to_the_money(
    desk: Client, phone: Conversation, membership: Membership
) -> None:
    staff = phone.assignee
    assert staff is not None
    call.said(phone, "I want to cancel my membership, please.", staff=staff, now=NOW)

    page = strip(desk, phone)

    assert "They ask to leave" in page
    assert reverse("memberships:panel", args=[phone.pk]) in page
    assert "complaint" not in page.lower().replace("complaints/", "")


def test_once_the_money_is_shown_the_strip_is_silent(
    desk: Client, phone: Conversation, membership: Membership
) -> None:
    staff = phone.assignee
    assert staff is not None
    call.said(phone, "Hiermit kündige ich.", staff=staff, now=NOW)
    ends = {"membership": membership.pk, "end": "membership"}
    desk.post(reverse("memberships:create_money", args=[phone.pk]), ends)

    assert "They ask to leave" not in strip(desk, phone)


def test_an_asking_that_was_settled_is_not_shown_again_while_the_rest_runs(
    desk: Client, phone: Conversation, membership: Membership
) -> None:
    staff = phone.assignee
    assert staff is not None
    call.said(phone, "Please cancel my training sessions.", staff=staff, now=NOW)
    first_click(desk, phone, membership, sessions(membership))
    second_click(desk, phone)
    assert "They ask to leave" not in strip(desk, phone)

    call.said(phone, "Now cancel my membership as well.", staff=staff, now=NOW + timedelta(minutes=1))

    assert "They ask to leave" in strip(desk, phone)


def test_thinking_about_it_is_no_asking(desk: Client, phone: Conversation, membership: Membership) -> None:
    staff = phone.assignee
    assert staff is not None
    call.said(phone, "I'm thinking about quitting, but I am not sure.", staff=staff, now=NOW)

    assert "They ask to leave" not in strip(desk, phone)
