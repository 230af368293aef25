"""An invoice as it was printed, and the policies that it prints."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0002_taxes"), ("policies", "0001_initial")]

    operations = [
        migrations.AddField("invoice", "policies", models.ManyToManyField(related_name="+", to="policies.version")),
        migrations.CreateModel(
            "Paper",
            [
                (
                    "invoice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="paper",
                        serialize=False,
                        to="orders.invoice",
                    ),
                ),
                ("content", models.BinaryField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
    ]
