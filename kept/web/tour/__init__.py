"""The tour: two customers phone, one is right, and Kept shows which."""
