"""The way in for other programs: JSON over HTTP, each program with a key and few rights of its own."""
