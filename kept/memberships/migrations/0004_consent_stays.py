"""What somebody agreed to stays as it was: the database refuses to change or delete it."""

from django.db import migrations

from kept.ledger.guards import Refuse


class Migration(migrations.Migration):
    dependencies = [("memberships", "0003_consent_and_sign_ups")]
    operations = [
        Refuse("memberships_consent", "UPDATE", "what was agreed to never changes"),
        Refuse("memberships_consent", "DELETE", "what was agreed to is never deleted"),
        Refuse("memberships_signup", "DELETE", "who asked to join is never deleted"),
    ]
