"""An offer that was shown never changes, save that its words go when the person is erased."""

from django.db import migrations

from kept.ledger.guards import Refuse

ERASING = (
    "NEW.what = 'erased' AND NEW.cancellation_id = OLD.cancellation_id AND NEW.at = OLD.at "
    'AND NEW."by" = OLD."by" AND NEW.before_confirmation = OLD.before_confirmation '
    "AND EXISTS (SELECT 1 FROM memberships_cancellation x "
    "JOIN memberships_membership m ON m.id = x.membership_id "
    "JOIN customers_customer c ON c.id = m.customer_id "
    "WHERE x.id = OLD.cancellation_id AND c.erased_at IS NOT NULL)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0002_erased"),
        ("memberships", "0006_nothing_past_an_applied_term"),
    ]
    operations = [
        Refuse(
            "memberships_offershown", "UPDATE", "an offer that was shown never changes", f"NOT ({ERASING})"
        ),
    ]
