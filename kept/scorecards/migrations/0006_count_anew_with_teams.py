from django.db import migrations


class Migration(migrations.Migration):
    """Whoever follows the record next counts everything anew, now with its team."""

    dependencies = [
        ('scorecards', '0005_team_of_what_was_counted'),
    ]

    operations = [
        migrations.RunSQL("UPDATE scorecards_cursor SET at = NULL", migrations.RunSQL.noop),
    ]
