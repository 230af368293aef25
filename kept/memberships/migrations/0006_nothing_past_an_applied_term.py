"""No fee and no notice without a term that may apply: what apply_term allowed is the most there can be."""

from django.db import migrations

from kept.ledger.guards import Refuse

MESSAGE = "a fee or a notice rests on a term that may apply"
ALLOWED = (
    "COALESCE((SELECT MAX(a.{column}) FROM policies_termapplication a "
    "JOIN memberships_cancellation_applications l ON l.termapplication_id = a.id "
    "WHERE l.cancellation_id = NEW.id AND a.may_apply), 0)"
)
PAST_WHAT_APPLIES = (
    f"NEW.fee_minor > {ALLOWED.format(column='charged_minor')} "
    f"OR NEW.notice_days > {ALLOWED.format(column='notice_days')}"
)
WITHOUT_A_TERM = (
    "NEW.kind = 'exit_fee' AND NOT EXISTS (SELECT 1 FROM policies_termapplication a "
    "WHERE a.id = NEW.application_id AND a.may_apply AND a.charged_minor >= NEW.minor "
    "AND a.currency = NEW.currency AND a.about = 'membership:' || NEW.membership_id)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("memberships", "0005_notice_that_counts"),
        ("policies", "0003_how_far_a_term_goes"),
    ]
    operations = [
        Refuse("memberships_cancellation", "INSERT", MESSAGE, "NEW.fee_minor > 0 OR NEW.notice_days > 0"),
        Refuse("memberships_cancellation", "UPDATE", MESSAGE, PAST_WHAT_APPLIES),
        Refuse("memberships_charge", "INSERT", MESSAGE, WITHOUT_A_TERM),
        Refuse("memberships_charge", "UPDATE", "what was charged never changes"),
        Refuse("memberships_charge", "DELETE", "what was charged stays"),
    ]
