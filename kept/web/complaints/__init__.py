"""The pages of complaints: the desk's, where a person decides, and the customer's own."""
