"""Addresses of the desk: things are nouns, and what is done to them is a noun beneath them."""

from __future__ import annotations

from django.urls import path

from kept.web.desk import (
    views_call,
    views_conversation,
    views_customers,
    views_inbox,
    views_mail,
    views_papers,
    views_promises,
    views_records,
    views_windows,
)

app_name = "desk"
CONVERSATION = "conversations/<int:conversation_id>"

urlpatterns = [
    path("", views_inbox.show_inbox, name="inbox"),
    path("call", views_call.show_callers, name="call"),
    path("calls", views_call.create_call, name="create_call"),
    path(CONVERSATION, views_conversation.show_conversation, name="conversation"),
    path(f"{CONVERSATION}/replies", views_conversation.create_reply, name="create_reply"),
    path(f"{CONVERSATION}/notes", views_conversation.create_note, name="create_note"),
    path(f"{CONVERSATION}/draft", views_conversation.save_draft, name="save_draft"),
    path(f"{CONVERSATION}/assignment", views_conversation.create_assignment, name="create_assignment"),
    path(f"{CONVERSATION}/hand-overs", views_conversation.create_hand_over, name="create_hand_over"),
    path(f"{CONVERSATION}/waiting", views_conversation.create_waiting, name="create_waiting"),
    path(f"{CONVERSATION}/closing", views_conversation.create_closing, name="create_closing"),
    path(f"{CONVERSATION}/reopening", views_conversation.create_reopening, name="create_reopening"),
    path(f"{CONVERSATION}/lines", views_call.create_line, name="create_line"),
    path(f"{CONVERSATION}/insults", views_call.create_insult, name="create_insult"),
    path(f"{CONVERSATION}/end", views_call.create_end, name="create_end"),
    path(f"{CONVERSATION}/tellings", views_call.create_telling, name="create_telling"),
    path(f"{CONVERSATION}/promises", views_call.create_promise, name="create_promise"),
    path(f"{CONVERSATION}/wishes", views_call.create_wish, name="create_wish"),
    path(f"{CONVERSATION}/expectations", views_call.create_expectation, name="create_expectation"),
    path(f"{CONVERSATION}/messages/<int:message_id>/html", views_mail.show_html, name="mail_html"),
    path("attachments/<int:attachment_id>", views_mail.download_attachment, name="attachment"),
    path("customers", views_customers.list_customers, name="customers"),
    path("customers/<int:customer_id>", views_customers.show_customer, name="customer"),
    path("customers/<int:customer_id>/merges", views_customers.create_merge, name="create_merge"),
    path("customers/<int:customer_id>/erasing", views_customers.show_erasing, name="erase"),
    path("customers/<int:customer_id>/erasure", views_customers.create_erasure, name="create_erasure"),
    path("merges/<int:merge_id>/undoing", views_customers.create_undoing, name="undo_merge"),
    path("promises", views_promises.list_promises, name="promises"),
    path("promises/<int:promise_id>", views_promises.show_promise, name="promise"),
    path("promises/<int:promise_id>/facts", views_promises.create_fact, name="create_fact"),
    path("promises/<int:promise_id>/release", views_promises.create_release, name="create_release"),
    path("deliveries/<int:delivery_id>", views_records.show_delivery, name="delivery"),
    path("orders", views_records.list_orders, name="orders"),
    path("orders/<int:order_id>", views_records.show_order, name="order"),
    path("orders/<int:order_id>/cancellation", views_records.create_cancellation, name="cancel_order"),
    path("orders/<int:order_id>/invoice", views_papers.create_invoice, name="create_invoice"),
    path("orders/<int:order_id>/invoice.pdf", views_papers.download_invoice, name="invoice"),
    path("orders/<int:order_id>/handing-over", views_papers.create_handing_over, name="hand_over_invoice"),
    path("papers/<int:paper_id>", views_papers.download_paper, name="paper"),
    path("orders/<int:order_id>/windows", views_windows.show_windows, name="windows"),
    path("orders/<int:order_id>/wishes", views_windows.create_wish, name="create_hour_wish"),
    path("orders/<int:order_id>/booking", views_windows.create_booking, name="create_booking"),
    path("orders/<int:order_id>/window-link", views_windows.create_link, name="create_window_link"),
    path("policies", views_records.list_policies, name="policies"),
    path("policies/<int:version_id>", views_records.show_policy, name="policy"),
    path("tellings/<int:disclosure_id>", views_records.show_telling, name="telling"),
    path("matters/<int:matter_id>", views_records.show_matter, name="matter"),
    path("ledger", views_records.list_entries, name="ledger"),
    path("ledger/proof", views_records.create_proof, name="create_proof"),
]
