"""Vehicles, shifts, windows, quotes, stops and routes."""
