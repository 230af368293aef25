"""Where an address lies: suggestions of the operator's own table and server. A person confirms one."""

from kept.deliveries.addresses.suggest import Found, is_set_up, suggest
from kept.deliveries.addresses.suggestion import Suggestion

__all__ = ["Found", "Suggestion", "is_set_up", "suggest"]
