"""An invoice's number holds the whole number of its order: cut short, two could be the same."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0004_papers_stay")]

    operations = [migrations.AlterField("invoice", "number", models.CharField(max_length=44, unique=True))]
