"""What left stays as it left, and nothing is accepted that lacks a paper."""

from django.db import migrations

from kept.ledger.guards import Refuse


class Migration(migrations.Migration):
    dependencies = [("outbox", "0003_papers_to_be_made")]

    operations = [
        Refuse(
            "outbox_enclosure",
            "UPDATE",
            "a paper that was made stays as it is",
            when="OLD.content IS NOT NULL AND (NEW.content IS NULL OR NEW.content <> OLD.content)",
        ),
        Refuse(
            "outbox_outgoing",
            "UPDATE",
            "an accepted mail has all its papers",
            when="NEW.state = 'accepted' AND OLD.state <> 'accepted' AND EXISTS "
            "(SELECT 1 FROM outbox_enclosure WHERE outgoing_id = NEW.id AND content IS NULL)",
        ),
    ]
