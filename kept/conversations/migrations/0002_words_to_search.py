"""Words as they are searched for; the ids that a message answers; the inbox by the customer's newest word."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="conversation", name="conversation_by_state"),
        migrations.AddField(
            "conversation", "folded", models.CharField(blank=True, editable=False, max_length=600)
        ),
        migrations.AddField("message", "references", models.TextField(blank=True)),
        migrations.AddField("message", "folded", models.TextField(blank=True, editable=False)),
        migrations.AddField("note", "folded", models.TextField(blank=True, editable=False)),
        migrations.AddIndex(
            "conversation",
            models.Index(fields=["state", "-last_customer_word_at"], name="conversation_by_state"),
        ),
    ]
