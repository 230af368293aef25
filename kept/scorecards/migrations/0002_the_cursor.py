from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('scorecards', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(
            "INSERT INTO scorecards_cursor (id, sealed, message) VALUES (1, 0, 0)",
            "DELETE FROM scorecards_cursor",
        ),
    ]
