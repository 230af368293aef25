"""The phone log: who is calling, and what is said, told, promised, wished and expected while it lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kept.base.refusals import Refused
from kept.business import queries as business
from kept.business.rules import Right
from kept.conversations import queries
from kept.customers import queries as customers
from kept.desk import call, owe
from kept.orders import queries as orders
from kept.policies import queries as policies
from kept.promises import actions as promises
from kept.web.desk.forms import CallerForm, ExpectationForm, PromiseForm, WishForm, WordsForm
from kept.web.desk.requests import StaffRequest, fresh_page, needs, posted_number, wants_part
from kept.web.desk.views_conversation import show

if TYPE_CHECKING:
    from kept.conversations.models import Conversation

MOST_FOUND = 8
LETTERS_TO_SEARCH = 2


@needs(Right.WRITE_CONVERSATIONS, Right.READ_CUSTOMERS)
def show_callers(request: StaffRequest) -> HttpResponse:
    """Who is calling: people and orders that fit what was typed so far, or somebody new."""
    words = request.GET.get("q", "").strip()
    found, sold = [], []
    if len(words) >= LETTERS_TO_SEARCH:
        people = customers.search_for(request.user, words, most=MOST_FOUND)
        found = list(people.prefetch_related("identities"))
        sold = list(orders.search_for(request.user, words, most=MOST_FOUND))
    template = "desk/_callers.html" if wants_part(request) else "desk/call.html"
    return render(request, template, {"words": words, "found": found, "sold": sold, "form": CallerForm()})


@require_POST
@needs(Right.WRITE_CONVERSATIONS)
def create_call(request: StaffRequest) -> HttpResponse:
    """The call begins: with a customer (perhaps about an order), or with somebody new."""
    now = timezone.now()
    if request.POST.get("order", "").isdecimal():
        order = orders.get_order_for(request.user, int(request.POST["order"]))
        caller = customers.canonical(order.customer)
        started = call.start(caller, about=f"order:{order.pk}", staff=request.user, now=now)
        return redirect("desk:conversation", started.pk)
    if request.POST.get("customer", "").isdecimal():
        caller = customers.get_customer_for(request.user, int(request.POST["customer"]))
        started = call.start(caller, staff=request.user, now=now)
        return redirect("desk:conversation", started.pk)
    return _call_of_somebody_new(request)


def _call_of_somebody_new(request: StaffRequest) -> HttpResponse:
    form = CallerForm(request.POST)
    if form.is_valid():
        try:
            started = call.start(call.NewCaller(**form.cleaned_data), staff=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.words)
        else:
            return redirect("desk:conversation", started.pk)
    page = {"form": form, "words": request.POST.get("name", ""), "new": True}
    return render(request, "desk/call.html", page, status=422)


@require_POST
def create_line(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """A line of what is being said; theirs, unless the button was "I said"."""
    conversation = queries.get_conversation_to_write_for(request.user, conversation_id)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return show(request, conversation, 422, line_form=form)
    call.said(
        conversation,
        form.cleaned_data["text"],
        ours="ours" in request.POST,
        staff=request.user,
        now=timezone.now(),
    )
    return redirect("desk:conversation", conversation.pk)


@require_POST
def create_end(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """The call is over, settled or not; words still in the field are kept as its last line."""
    conversation = queries.get_conversation_to_write_for(request.user, conversation_id)
    settled = request.POST.get("settled") != "no"
    last_words = request.POST.get("text", "")[:20_000]
    call.end(conversation, settled=settled, last_words=last_words, staff=request.user, now=timezone.now())
    return fresh_page(request, reverse("desk:conversation", args=[conversation.pk]))


@require_POST
def create_telling(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """A card was read out, just now, by the person who presses its key (A0)."""
    conversation = queries.get_conversation_to_write_for(request.user, conversation_id)
    version = policies.get_version_for(request.user, posted_number(request, "version"))
    about = _about(conversation)
    call.told(conversation, version, about=about, staff=request.user, now=timezone.now())
    return redirect("desk:conversation", conversation.pk)


@require_POST
@needs(Right.MAKE_PROMISES)
def create_promise(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Promise something: one of the quick choices, as it is or with its own words and time."""
    conversation = queries.get_conversation_to_write_for(request.user, conversation_id)
    location, now = business.get_location(), timezone.now()
    customer = customers.canonical(conversation.customer)
    form = PromiseForm(
        request.POST,
        calendar=location.calendar,
        currency=location.currency,
        language=customer.language,
        now=now,
    )
    if not form.is_valid():
        return show(request, conversation, 422, promise_form=form)
    made = form.cleaned_data
    offer = promises.Offer(
        customer=customer,
        location=location,
        kind=made["offer"].kind,
        words=made["words"],
        until=made["due"],
        about=_about(conversation),
        amount=made.get("money"),
        source=owe.STATEMENT,
    )
    owe.owe(offer, staff=request.user, now=now)
    return redirect("desk:conversation", conversation.pk)


@require_POST
def create_wish(request: StaffRequest, conversation_id: int) -> HttpResponse:
    conversation = queries.get_conversation_to_write_for(request.user, conversation_id)
    form = WishForm(request.POST, zone=business.get_location().zone)
    if not form.is_valid():
        return show(request, conversation, 422, wish_form=form)
    wish = call.Wished(form.cleaned_data["asked"], form.cleaned_data["wished_at"], about=_about(conversation))
    call.wished(conversation, wish, staff=request.user, now=timezone.now())
    return redirect("desk:conversation", conversation.pk)


@require_POST
def create_expectation(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """What they expect, or went through elsewhere: kept in their words, never guessed."""
    conversation = queries.get_conversation_to_write_for(request.user, conversation_id)
    form = ExpectationForm(request.POST)
    if not form.is_valid():
        return show(request, conversation, 422, expectation_form=form)
    expects = call.Expects(**form.cleaned_data, about=_about(conversation))
    call.expects(conversation, expects, staff=request.user, now=timezone.now())
    return redirect("desk:conversation", conversation.pk)


def _about(conversation: Conversation) -> str:
    """What the conversation is about where exactly one thing was named ("order:12"); else itself."""
    named = {
        m.about
        for m in queries.matters_of(conversation)
        if m.about and not m.about.startswith("conversation:")
    }
    return named.pop() if len(named) == 1 else f"conversation:{conversation.pk}"
