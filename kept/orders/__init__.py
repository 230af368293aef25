"""Sales, their lines and invoices."""
