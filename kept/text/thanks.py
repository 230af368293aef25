"""Whether words are pure thanks: nothing is asked, nothing is said, so nothing is opened again."""

from __future__ import annotations

import re
from collections.abc import Iterable


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


THANKS = _set(
    "thanks thank thankyou thx ty cheers appreciated danke dank merci gracias grazie obrigado obrigada"
)
POLITE = _set(
    "a again all and all's am are awesome be best big bless bye day days dear evening everyone "
    "excellent fantastic fine for glad good got great greetings guys happy have having hello help "
    "helping hey hi i i'm im is it it's its ok okay kind kindly lot lots lovely many me morning much "
    "my nice of perfect pleasure quick quickly quite really received reply regards response sincerely "
    "so super team that that's the this to took very warm was week weekend well will wishes wonderful "
    "works you your yours alles allen auch beste besten bestens das der die einen euch für "
    "freundlichen freundliche gruß grüße grüßen gut gute guten hallo herzlichen herzliche hilfe ich "
    "ihnen ihre klasse lg liebe lieben mfg mit nochmal nochmals prima rasche rückmeldung schnelle "
    "schönen schönes sehr sie super tag tausend toll und viele vielen wochenende abend antwort"
)
MOST_WORDS = 40


def is_pure_thanks(text: str, names: Iterable[str] = ()) -> bool:
    """Whether these words only thank.

    Any word that we do not know as polite, a question, a figure or a link makes it more than thanks: a
    wrongly closed matter costs the customer, a wrongly reopened one costs us a click. ``names`` (the
    customer's, ours) may stand in it.
    """
    if re.search(r"[?\d@]|://", text):
        return False
    spoken = [word.strip("'’") for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.lower())]
    allowed = POLITE | THANKS | {part for name in names for part in re.findall(r"[^\W\d_]+", name.lower())}
    return (
        0 < len(spoken) <= MOST_WORDS
        and any(w in THANKS for w in spoken)
        and all(w in allowed for w in spoken)
    )
