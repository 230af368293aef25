"""A paper may be asked for when a mail is queued, and made before it leaves."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_when_to_send")]

    operations = [
        migrations.AlterModelOptions("enclosure", {"ordering": ["pk"]}),
        migrations.AddField("enclosure", "made_from", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AlterField("enclosure", "content", models.BinaryField(null=True)),
        migrations.AddField("outgoing", "footer", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField("outgoing", "leaves_by", models.DateTimeField(blank=True, null=True)),
        migrations.AddConstraint(
            "enclosure",
            models.CheckConstraint(
                condition=models.Q(("content__isnull", False), models.Q(("made_from", ""), _negated=True), _connector="OR"),
                name="an_enclosure_is_there_or_says_what_makes_it",
            ),
        ),
    ]
