"""The pages on which policies are written and published, and the list of what is due to be told."""
