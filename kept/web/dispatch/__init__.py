"""The dispatcher's pages: a day of trucks with what was promised on the way."""
