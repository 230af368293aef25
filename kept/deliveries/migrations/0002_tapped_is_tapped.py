"""An arrival is evidence: the database refuses to change or delete one."""

from django.db import migrations

from kept.ledger.guards import Refuse


class Migration(migrations.Migration):
    dependencies = [("deliveries", "0001_initial")]
    operations = [
        Refuse("deliveries_arrival", "UPDATE", "a recorded arrival never changes"),
        Refuse("deliveries_arrival", "DELETE", "a recorded arrival is never deleted"),
    ]
