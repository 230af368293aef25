"""What somebody says in a text: its sentences, less what is denied, supposed, wished, asked, or of others."""

from kept.text.saying.language import LANGUAGES, Language
from kept.text.saying.lists import Lists, read_lists
from kept.text.saying.patterns import Pattern
from kept.text.saying.said import EVERY_CONTEXT, Found, Said, asserted, read

__all__ = [
    "EVERY_CONTEXT",
    "LANGUAGES",
    "Found",
    "Language",
    "Lists",
    "Pattern",
    "Said",
    "asserted",
    "read",
    "read_lists",
]
