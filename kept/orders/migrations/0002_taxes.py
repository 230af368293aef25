"""What an order was taxed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial"), ("business", "0002_taxes")]

    operations = [
        migrations.AddField("order", "prices_include_tax", models.BooleanField(default=True)),
        migrations.AddField("line", "tax", models.PositiveIntegerField(blank=True, null=True)),
        migrations.AddConstraint(
            "line",
            models.CheckConstraint(
                condition=models.Q(("tax", None), ("tax__lte", 100000), _connector="OR"),
                name="a_tax_is_a_part_of_the_price",
            ),
        ),
    ]
