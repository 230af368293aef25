"""A version that was told is never edited: its words and terms neither change, nor go, nor grow."""

from django.db import migrations

from kept.ledger.guards import Refuse

MESSAGE = "a told policy version never changes"
OF_OLD = "(SELECT told FROM policies_version WHERE id = OLD.version_id)"
OF_NEW = "(SELECT told FROM policies_version WHERE id = NEW.version_id)"


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]
    operations = [
        Refuse("policies_version", "UPDATE", MESSAGE, "OLD.told"),
        Refuse("policies_version", "DELETE", MESSAGE, "OLD.told"),
        Refuse("policies_wording", "UPDATE", MESSAGE, OF_OLD),
        Refuse("policies_wording", "DELETE", MESSAGE, OF_OLD),
        Refuse("policies_term", "INSERT", MESSAGE, OF_NEW),
        Refuse("policies_term", "UPDATE", MESSAGE, OF_OLD),
        Refuse("policies_term", "DELETE", MESSAGE, OF_OLD),
        Refuse("policies_disclosure", "DELETE", "a telling stays"),
        Refuse("policies_rise", "UPDATE", "the rise of a grade stays"),
        Refuse("policies_rise", "DELETE", "the rise of a grade stays"),
        Refuse("policies_termapplication", "DELETE", "an attempt stays"),
    ]
