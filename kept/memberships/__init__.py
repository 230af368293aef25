"""Plans, add-ons, memberships, and the way out of them."""
