"""The desk's pages: inbox, conversation, phone log, customers, promises, tellings, orders, the ledger."""
