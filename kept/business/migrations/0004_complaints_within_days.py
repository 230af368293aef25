"""A location says within how many working days complaints are answered; ten unless it says otherwise."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("business", "0003_programs_with_keys")]

    operations = [
        migrations.AddField(
            model_name="location",
            name="complaints_within_days",
            field=models.PositiveSmallIntegerField(default=10),
        ),
    ]
