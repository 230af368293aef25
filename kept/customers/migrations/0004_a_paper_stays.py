"""A document stays as it came; it only goes when its person is erased."""

from django.db import migrations

from kept.ledger.guards import Refuse

ERASED = "(SELECT erased_at FROM customers_customer WHERE id = OLD.customer_id) IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_papers")]
    operations = [
        Refuse("customers_paper", "UPDATE", "a paper never changes"),
        Refuse("customers_paper", "DELETE", "a paper stays as long as its person", f"NOT ({ERASED})"),
    ]
