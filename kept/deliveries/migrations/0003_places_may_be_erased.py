"""An arrival is evidence and never changes, save that its place goes when the person is erased."""

from django.db import migrations

from kept.ledger.guards import Refuse

ERASING = (
    "NEW.latitude IS NULL AND NEW.longitude IS NULL AND NEW.stop_id = OLD.stop_id AND NEW.at = OLD.at "
    'AND NEW.recorded_at = OLD.recorded_at AND NEW.source = OLD.source AND NEW."by" = OLD."by" '
    "AND EXISTS (SELECT 1 FROM deliveries_stop s JOIN deliveries_delivery d ON d.id = s.delivery_id "
    "JOIN customers_customer c ON c.id = d.customer_id "
    "WHERE s.id = OLD.stop_id AND c.erased_at IS NOT NULL)"
)


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_erased"), ("deliveries", "0002_tapped_is_tapped")]
    operations = [
        Refuse("deliveries_arrival", "UPDATE", "a recorded arrival never changes", f"NOT ({ERASING})"),
    ]
