"""The customer's pages: no account, a signed link, one purpose a page."""
