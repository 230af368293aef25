"""Ways in and out: bytes to words and back."""
