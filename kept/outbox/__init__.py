"""What is to be sent, to whom, over what; its state."""
