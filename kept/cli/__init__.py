"""The command `kept`: one module per command."""
