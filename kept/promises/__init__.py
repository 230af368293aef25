"""What we owe one customer: made, due, kept, broken, released, replaced."""
