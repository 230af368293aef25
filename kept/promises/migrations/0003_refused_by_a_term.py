"""A wish that one of our own terms refuses names the attempt to hold that term."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0003_how_far_a_term_goes"),
        ("promises", "0002_ends_once"),
    ]
    operations = [
        migrations.AddField(
            "wishmade",
            "application",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="policies.termapplication",
            ),
        ),
    ]
