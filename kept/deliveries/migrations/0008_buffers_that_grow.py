"""Twenty-five minutes of a window and ten of a shift are kept free, unless the house says otherwise."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('deliveries', '0007_buffers_by_default'),
    ]

    operations = [
        migrations.AlterField(
            model_name='depot',
            name='shift_buffer_minutes',
            field=models.PositiveSmallIntegerField(default=10),
        ),
        migrations.AlterField(
            model_name='depot',
            name='window_buffer_minutes',
            field=models.PositiveSmallIntegerField(default=25),
        ),
    ]
