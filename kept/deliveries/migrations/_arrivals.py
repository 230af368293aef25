"""When an arrival may change: its place goes when the person is erased, and nothing else ever."""

ERASING = (
    "NEW.latitude IS NULL AND NEW.longitude IS NULL AND NEW.stop_id = OLD.stop_id AND NEW.at = OLD.at "
    'AND NEW.recorded_at = OLD.recorded_at AND NEW.source = OLD.source AND NEW."by" = OLD."by" '
    "AND EXISTS (SELECT 1 FROM deliveries_stop s JOIN deliveries_delivery d ON d.id = s.delivery_id "
    "JOIN customers_customer c ON c.id = d.customer_id "
    "WHERE s.id = OLD.stop_id AND c.erased_at IS NOT NULL)"
)
