"""Twenty minutes of a window and fifteen of a shift are kept free, unless the house says otherwise."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('deliveries', '0006_what_was_seen_stays'),
    ]

    operations = [
        migrations.AlterField(
            model_name='depot',
            name='shift_buffer_minutes',
            field=models.PositiveSmallIntegerField(default=15),
        ),
        migrations.AlterField(
            model_name='depot',
            name='window_buffer_minutes',
            field=models.PositiveSmallIntegerField(default=20),
        ),
    ]
