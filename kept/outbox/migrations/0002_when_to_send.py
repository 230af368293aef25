"""When a mail is due, whether a person wrote it, and whether it came back."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="outgoing", name="outgoing_by_state"),
        migrations.AddField("outgoing", "automatic", models.BooleanField(default=False)),
        migrations.AddField(
            "outgoing",
            "due_at",
            models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField("outgoing", "bounced_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddIndex(
            "outgoing", models.Index(fields=["state", "due_at"], name="outgoing_by_state")
        ),
        migrations.AddConstraint(
            "outgoing",
            models.CheckConstraint(
                condition=models.Q(("accepted_at__isnull", False), ("state", "accepted"))
                | models.Q(models.Q(("state", "accepted"), _negated=True), ("accepted_at", None)),
                name="what_was_accepted_says_when",
            ),
        ),
    ]
