"""The pages on which a desk is opened and its house kept: staff, policies, trucks, plans."""
