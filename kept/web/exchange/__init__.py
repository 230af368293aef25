"""What goes in and out by files and by other programs: uploads, the day's routes, keys."""
