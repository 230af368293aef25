"""Mail that did not leave is found at once, however much did."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0004_papers_stay")]

    operations = [
        migrations.AddIndex(
            "outgoing",
            models.Index(
                fields=["queued_at"],
                condition=models.Q(("last_error", ""), _negated=True),
                name="outgoing_in_trouble",
            ),
        ),
    ]
