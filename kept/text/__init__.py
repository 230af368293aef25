"""Words as plain Python: reply cutting, folding, cleaning."""
