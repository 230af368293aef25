"""Addresses of complaints: at the desk, and the customer's own page under a signed link."""

from __future__ import annotations

from django.urls import path

from kept.desk.complain import PATH
from kept.web.complaints import (
    views,
    views_customer,
    views_decide,
    views_end,
    views_letter,
    views_looks,
    views_money,
    views_noticed,
)

app_name = "complaints"
COMPLAINT = "desk/complaints/<int:complaint_id>"
NEW = "desk/conversations/<int:conversation_id>/complaints"
OWN = f"{PATH}/<str:token>"

urlpatterns = [
    path("desk/complaints", views.list_complaints, name="list"),
    path(NEW, views.create_complaint, name="create"),
    path(f"{NEW}/new", views.show_new, name="new"),
    path(f"{NEW}/noticed", views_noticed.show_noticed, name="noticed"),
    path(f"{NEW}/noticed/complaint", views_noticed.create_from_noticed, name="create_from_noticed"),
    path(f"{NEW}/noticed/turning-down", views_noticed.create_turning_down, name="turn_down"),
    path(COMPLAINT, views.show_complaint, name="complaint"),
    path(f"{COMPLAINT}/case.json", views.download_case, name="case"),
    path(f"{COMPLAINT}/dossier", views.create_dossier, name="create_dossier"),
    path(f"{COMPLAINT}/claims", views.create_claim, name="create_claim"),
    path(f"{COMPLAINT}/proposals", views.create_proposal, name="create_proposal"),
    path(f"{COMPLAINT}/closing", views_end.create_closing, name="create_closing"),
    path(f"{COMPLAINT}/withdrawal", views_end.create_withdrawal, name="create_withdrawal"),
    path(f"{COMPLAINT}/agreement", views_end.create_agreement, name="create_agreement"),
    path(f"{COMPLAINT}/reopening", views_end.create_reopening, name="create_reopening"),
    path(f"{COMPLAINT}/delay", views_end.create_delay, name="create_delay"),
    path(f"{COMPLAINT}/remedies", views_decide.create_remedy, name="create_remedy"),
    path(f"{COMPLAINT}/letter", views_letter.save_letter, name="save_letter"),
    path(f"{COMPLAINT}/letter/draft", views_letter.create_draft, name="create_draft"),
    path(f"{COMPLAINT}/reviews", views_decide.create_review, name="create_review"),
    path("desk/rows/<slug:kind>/<int:number>", views.show_row, name="row"),
    path("desk/claims/<int:claim_id>/withdrawal", views.create_claim_withdrawal, name="withdraw_claim"),
    path("desk/claims/<int:claim_id>/statement", views_decide.create_statement, name="honour"),
    path("desk/verdicts/<int:verdict_id>/decision", views_decide.create_decision, name="decide"),
    path("desk/verdicts/<int:verdict_id>/second", views_decide.create_second, name="second"),
    path("desk/reviews/<int:review_id>/result", views_decide.create_result, name="review"),
    path("desk/complaints/pay-out", views_money.list_owing, name="pay_out"),
    path("desk/complaints/pay-out.csv", views_money.download_owing, name="pay_out_file"),
    path("desk/complaints/pay-out/<int:promise_id>", views_money.create_payment, name="pay"),
    path("desk/complaints/wrong-words", views_money.list_wrong_words, name="wrong_words"),
    path("desk/messages/<int:message_id>/honour", views_money.show_honour, name="honour_message"),
    path("desk/messages/<int:message_id>/honoured", views_money.create_honour, name="create_honour"),
    path("desk/complaints/looks", views_looks.list_looks, name="looks"),
    path("desk/complaints/looks/<int:complaint_id>", views_looks.show_look, name="look"),
    path("desk/complaints/looks/<int:complaint_id>/given", views_looks.create_look, name="give_look"),
    path(
        "desk/complaints/looks/<int:complaint_id>/stepping-back",
        views_looks.create_stepping_back,
        name="step_back",
    ),
    path(OWN, views_customer.show_own, name="own"),
    path(f"{OWN}/answer", views_customer.create_answer, name="own_answer"),
    path(f"{OWN}/objection", views_customer.create_objection, name="own_objection"),
    path(f"{OWN}/review", views_customer.create_review, name="own_review"),
]
