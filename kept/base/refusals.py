"""How the desk says no: in words a customer may read, with a code that does not change."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818  # said on purpose, it is no error
    """The desk may say no. Subclasses set ``code``; the words say why, and the next best thing.

    One place per edge (web, cli) turns it into an answer.
    """

    code = "refused"

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class NotAllowed(Refused):
    """This actor may not do or see this."""

    code = "not_allowed"


class NotFound(Refused):
    """There is no such thing, or not for this person: the two look the same from outside."""

    code = "not_found"
