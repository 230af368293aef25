"""What can be wrong with a file, as the page in the browser says it: by the English words of the reader."""

from __future__ import annotations

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

FLAWS: dict[str, Lazy] = {
    "is missing": _("is missing"),
    "stands twice": _("stands twice"),
    "is no field of this kind of file": _("is no field of this kind of file"),
    "should be text": _("should be text"),
    "should be a list": _("should be a list"),
    "should be an object": _("should be an object"),
    "should be a whole number, not below 0": _("should be a whole number, not below 0"),
    "should be 32 bytes in hex": _("should be 32 bytes in hex"),
    "should be receipt/1 or bundle/1": _("should be receipt/1 or bundle/1"),
    "it is not base64": _("it is not base64"),
    "it is not UTF-8 text": _("it is not UTF-8 text"),
    "it is not JSON, or not all of it": _("it is not JSON, or not all of it"),
    "it is larger than any such file is": _("it is larger than any such file is"),
    "it is neither a receipt nor a list of checkpoints": _(
        "it is neither a receipt nor a list of checkpoints"
    ),
    "it is not signed with a key that is known here": _("it is not signed with a key that is known here"),
    "the signature does not fit the text": _("the signature does not fit the text"),
}
