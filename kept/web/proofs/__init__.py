"""The page that verifies in the browser alone: served here, and as one file to keep."""
