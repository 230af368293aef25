"""A person can be erased: when, by whom and why, so that what stays behind says so."""

from django.db import migrations, models
from django.db.models import Q

ERASED = Q(erased_at__isnull=False) & ~Q(erased_because="") & ~Q(erased_by="")
NOT_ERASED = Q(erased_at__isnull=True, erased_because="", erased_by="")


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_initial")]
    operations = [
        migrations.AddField("customer", "erased_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("customer", "erased_by", models.CharField(blank=True, default="", max_length=40), preserve_default=False),
        migrations.AddField(
            "customer",
            "erased_because",
            models.CharField(
                blank=True,
                choices=[
                    ("asked", "They asked for it"),
                    ("old", "We have no more reason to keep it"),
                    ("mistake", "It should not have been written down"),
                    ("ordered", "An authority ordered it"),
                ],
                default="",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "customer", models.CheckConstraint(condition=ERASED | NOT_ERASED, name="who_was_erased_says_why")
        ),
    ]
