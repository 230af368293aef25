"""Claims, evidence, verdicts, remedies, ratings, and the brief."""
