"""Joining on the public page: choose, read and tick the terms, confirm from the mailbox. No account."""
