"""An arrival is evidence and never changes, save that its place goes when the person is erased."""

from django.db import migrations

from kept.deliveries.migrations._arrivals import ERASING
from kept.ledger.guards import Refuse

class Migration(migrations.Migration):
    dependencies = [("customers", "0002_erased"), ("deliveries", "0002_tapped_is_tapped")]
    operations = [
        Refuse("deliveries_arrival", "UPDATE", "a recorded arrival never changes", f"NOT ({ERASING})"),
    ]
