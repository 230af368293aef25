"""An invoice that was printed stays as it was printed."""

from django.db import migrations

from kept.ledger.guards import Refuse


class Migration(migrations.Migration):
    dependencies = [("orders", "0003_printed_invoices")]

    operations = [
        Refuse("orders_paper", "UPDATE", "an invoice that was printed stays as it is"),
    ]
