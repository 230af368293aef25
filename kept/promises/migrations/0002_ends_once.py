"""A promise ends exactly once: the database refuses to change a settled one, and to delete any."""

from django.db import migrations

from kept.ledger.guards import Refuse


class Migration(migrations.Migration):
    dependencies = [("promises", "0001_initial")]
    operations = [
        Refuse("promises_promise", "UPDATE", "a settled promise never changes", "OLD.settled_at IS NOT NULL"),
        Refuse("promises_promise", "DELETE", "a promise is never deleted"),
        Refuse("promises_fact", "UPDATE", "a recorded fact never changes"),
        Refuse("promises_fact", "DELETE", "a recorded fact is never deleted"),
    ]
