"""When a proof may change: it is emptied when the person is erased, its hash stays, and nothing else ever."""

EMPTYING = (
    "length(NEW.content) = 0 AND NEW.signed_by = '' AND NEW.stop_id = OLD.stop_id AND NEW.key = OLD.key "
    "AND NEW.kind = OLD.kind AND NEW.content_type = OLD.content_type AND NEW.sha256 = OLD.sha256 "
    'AND NEW.at = OLD.at AND NEW.recorded_at = OLD.recorded_at AND NEW."by" = OLD."by" '
    "AND EXISTS (SELECT 1 FROM deliveries_stop s JOIN deliveries_delivery d ON d.id = s.delivery_id "
    "JOIN customers_customer c ON c.id = d.customer_id "
    "WHERE s.id = OLD.stop_id AND c.erased_at IS NOT NULL)"
)
