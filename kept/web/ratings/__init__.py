"""The page on which a customer rates what we did, and the desk's view of a rating."""
