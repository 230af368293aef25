"""The question of a version that was told stays as it was asked."""

from django.db import migrations

from kept.ledger.guards import Refuse

MESSAGE = "a told policy version never changes"
TOLD = "(SELECT v.told FROM policies_version v JOIN policies_wording w ON w.version_id = v.id WHERE w.id = {}.wording_id)"


class Migration(migrations.Migration):
    dependencies = [("policies", "0004_check")]
    operations = [
        Refuse("policies_check", "INSERT", MESSAGE, TOLD.format("NEW")),
        Refuse("policies_check", "UPDATE", MESSAGE, TOLD.format("OLD")),
        Refuse("policies_check", "DELETE", MESSAGE, TOLD.format("OLD")),
    ]
