"""What an invoice has to say about taxes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("business", "0001_initial")]

    operations = [
        migrations.AddField("location", "tax_id", models.CharField(blank=True, default="", max_length=40), preserve_default=False),
        migrations.AddField("location", "prices_include_tax", models.BooleanField(default=True)),
    ]
