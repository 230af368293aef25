"""Pages on memberships and the way out: the desk's panel and records, and the customer's own page."""
