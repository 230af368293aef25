"""The one-question check of a wording (A5)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("policies", "0003_how_far_a_term_goes")]
    operations = [
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(max_length=200)),
                ("answers", models.JSONField()),
                ("right", models.PositiveSmallIntegerField()),
                (
                    "wording",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_question",
                        to="policies.wording",
                    ),
                ),
            ],
        )
    ]
