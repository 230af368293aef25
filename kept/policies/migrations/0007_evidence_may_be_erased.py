"""The rise of a grade stays, save that what its evidence quotes goes when the person is erased."""

from django.db import migrations

from kept.ledger.guards import Refuse

ERASING = (
    "NEW.evidence = 'erased' AND NEW.disclosure_id = OLD.disclosure_id AND NEW.grade = OLD.grade "
    'AND NEW.at = OLD.at AND NEW."by" = OLD."by" AND EXISTS (SELECT 1 FROM policies_disclosure d '
    "JOIN customers_customer c ON c.id = d.customer_id "
    "WHERE d.id = OLD.disclosure_id AND c.erased_at IS NOT NULL)"
)


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_erased"), ("policies", "0006_manuscript")]
    operations = [
        Refuse("policies_rise", "UPDATE", "the rise of a grade stays", f"NOT ({ERASING})"),
    ]
