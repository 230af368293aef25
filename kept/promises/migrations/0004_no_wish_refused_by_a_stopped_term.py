"""A term that was not properly told refuses no wish: the database says so."""

from django.db import migrations

from kept.ledger.guards import Refuse

MESSAGE = "a stopped term refuses no wish"
STOPPED = (
    "NEW.application_id IS NOT NULL AND NEW.granted IS NOT NULL AND NOT NEW.granted AND NOT "
    "(SELECT may_apply FROM policies_termapplication WHERE id = NEW.application_id)"
)


class Migration(migrations.Migration):
    dependencies = [("promises", "0003_refused_by_a_term")]
    operations = [
        Refuse("promises_wishmade", "INSERT", MESSAGE, STOPPED),
        Refuse("promises_wishmade", "UPDATE", MESSAGE, STOPPED),
    ]
