"""A settled promise never changes, save that its words go when the person is erased."""

from django.db import migrations

from kept.ledger.guards import Refuse

ERASING = (
    "NEW.words = 'erased' AND NEW.because IN ('', 'erased') "
    "AND (SELECT erased_at FROM customers_customer WHERE id = OLD.customer_id) IS NOT NULL "
    "AND NEW.customer_id = OLD.customer_id AND NEW.kind = OLD.kind AND NEW.about = OLD.about "
    "AND NEW.made_at = OLD.made_at AND NEW.made_by = OLD.made_by AND NEW.until = OLD.until "
    "AND COALESCE(NEW.starts_at, NEW.until) = COALESCE(OLD.starts_at, OLD.until) "
    "AND COALESCE(NEW.minor, 0) = COALESCE(OLD.minor, 0) AND NEW.currency = OLD.currency "
    "AND NEW.settled_at = OLD.settled_at AND NEW.outcome = OLD.outcome AND NEW.wish = OLD.wish"
)


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0002_erased"),
        ("promises", "0004_no_wish_refused_by_a_stopped_term"),
    ]
    operations = [
        Refuse(
            "promises_promise",
            "UPDATE",
            "a settled promise never changes",
            f"OLD.settled_at IS NOT NULL AND NOT ({ERASING})",
        ),
    ]
