"""What somebody says in a text: its sentences, less what is denied, supposed, wished, asked, or of others."""

from kept.text.saying.language import Language
from kept.text.saying.said import Found, Said, read

__all__ = ["Found", "Language", "Said", "read"]
