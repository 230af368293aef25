"""Policies, versions, terms, and each telling of them."""
