"""The founding stories, each from the first word to the last; written for people who do not program."""
