"""What only the spanning tests need. The databases are chosen in tests/databases.py, for every test."""
