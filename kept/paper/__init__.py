"""What leaves the house on paper: invoices, confirmations, contracts, receipts as PDF; calendar entries.

``kinds`` says what goes in, ``press`` makes the papers, ``ical`` the calendar entry. Plain Python: values
in, bytes out, the same bytes for the same values.
"""
