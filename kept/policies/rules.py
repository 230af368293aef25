"""When a term was properly told: grades of evidence, tellings, and the decision k with its reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from enum import IntEnum, StrEnum
from types import MappingProxyType

from kept.text.sentences import Moment, moment, say, word

LOGGED_AT_THE_TIME = timedelta(minutes=15)  # DOMAIN §10: a spoken telling is logged at most this much later
SPOKEN = frozenset(  # a medium of these words alone left nothing in writing
    {"spoken", "speech", "said", "verbal", "verbally", "oral", "orally", "conversation", "person", "face"}
    | {"voice", "voicemail", "answering", "phone", "telephone", "call", "video", "counter"}
    | {"mündlich", "gespräch", "telefon", "telefonat", "telefonisch", "anruf"}
)
WHERE_PEOPLE_TALK = frozenset(
    {"store", "shop", "showroom", "desk", "office", "reception", "visit", "meeting"}
)
BESIDE_SPOKEN = frozenset(
    {"a", "am", "an", "at", "by", "in", "machine", "message", "on", "over", "the", "to"}
)


NEVER_BOUND = "It is not written down when “{name}” began to bind; no telling is shown to be in time."
NO_VERSION = "The telling of {told} does not say of which version it was."
OTHER_VERSION = "The telling of {told} was of version {its}, not of version {ours}."
OTHER_LANGUAGE = "The telling of {told} was in a language the customer does not use ({language})."
OUR_WORD = "The telling of {told} has no evidence, by then, beyond our own word."
NOT_HANDED_OVER = "The telling of {told} stands on a document whose handing over is not recorded."
NOBODY_LOGGED = "The telling of {told} was spoken, and nobody logged it here at the time."
LOGGED_LATE = "The telling of {told} was spoken and logged only afterwards, more than 15 minutes later."
IMPORTED = "{words} It was imported on {when}, before which nothing here is sealed."


class Grade(IntEnum):
    """What we hold of a telling (DOMAIN §4). A grade only rises."""

    A0 = 0  # a staff member says they said it
    A1 = 1  # on a document we generated
    A2 = 2  # accepted by the receiving mail server or carrier
    A3 = 3  # shown in the portal, or opened with a step only a person takes
    A4 = 4  # acknowledged
    A5 = 5  # acknowledged and restated correctly, or a qualified registered delivery


HELD: Mapping[Grade, str] = MappingProxyType(
    {  # as a reason says it; below A2 the medium says it all
        Grade.A2: "accepted by the mail server",
        Grade.A3: "opened by a step that only a person takes",
        Grade.A4: "acknowledged",
        Grade.A5: "acknowledged and said back correctly",
    }
)


class TermKind(StrEnum):
    SERVICE = "service"  # how we work
    MONEY = "money"  # a fee, a charge, a forfeited sum, a renewal


@dataclass(frozen=True)
class Reason:
    """One sentence a customer may read, and the evidence it rests on (``disclosures[0]``, ``facts[2]``)."""

    words: str
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reached:
    """A grade, and the instant at which the evidence reached it."""

    grade: Grade
    at: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", utc(self.at))


@dataclass(frozen=True)
class Telling:
    """One telling of one version of a term to one customer.

    ``ref`` names its row. ``medium`` is "spoken" or a written one ("invoice", "email", "portal").
    ``reached`` is the history of its grade; one entry is enough. ``imported_at``: it is of the past, and was
    in no record of ours before; ``paper`` is then the hash of what shows it. Unknown things are None. Raises
    ValueError for a naive instant or a telling without any grade.
    """

    ref: str
    at: datetime
    medium: str
    reached: tuple[Reached, ...]
    version: str | None = None
    occasion: str | None = None
    language: str | None = None
    logged_at: datetime | None = None
    handed_over: bool | None = None
    imported_at: datetime | None = None
    paper: str | None = None

    def __post_init__(self) -> None:
        if not self.reached:
            raise ValueError("a telling has a grade, if only A0")
        object.__setattr__(self, "at", utc(self.at))
        if self.imported_at is not None:
            object.__setattr__(self, "imported_at", utc(self.imported_at))
        if self.logged_at is not None:
            object.__setattr__(self, "logged_at", utc(self.logged_at))

    @property
    def spoken(self) -> bool:
        return is_spoken(self.medium)

    def grade_by(self, instant: datetime) -> Grade:
        """The highest grade reached by then, the instant included."""
        return max((step.grade for step in self.reached if step.at <= instant), default=Grade.A0)

    def raised(self, grade: Grade, at: datetime) -> Telling:
        """The same telling with better evidence. Raises ValueError when that would not be a rise."""
        if grade <= max(step.grade for step in self.reached):
            raise ValueError(f"a grade only rises, and {grade.name} is no rise")
        return replace(self, reached=(*self.reached, Reached(grade, at)))


@dataclass(frozen=True)
class Binding:
    """A term in one matter: the version that binds, from when, and the customer's languages.

    ``bound_at`` None: nobody wrote down when it bound, so nothing can be shown to have been told before.
    Empty ``languages``: the customer's language is not known, and every language counts.
    """

    ref: str
    name: str
    kind: TermKind
    version: str | None
    bound_at: datetime | None
    languages: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", TermKind(self.kind))
        object.__setattr__(self, "languages", frozenset(primary(tag) for tag in self.languages))
        if self.bound_at is not None:
            object.__setattr__(self, "bound_at", utc(self.bound_at))


@dataclass(frozen=True)
class Told:
    """The decision: ``k`` is 1 when properly told, else 0; ``counted`` are the tellings it rests on.

    ``lacking`` says what is missing to 1, as a part of a sentence.
    """

    k: int
    reasons: tuple[Reason, ...]
    counted: tuple[str, ...] = ()
    lacking: str = ""


def properly_told(term: Binding, tellings: Iterable[Telling], *, zone: tzinfo) -> Told:
    """Decide whether the term was properly told (DOMAIN §4 and §10).

    Takes the tellings of this term only, of any version. ``zone`` is the business's, for dates in reasons.
    More tellings, or better grades, never turn 1 into 0.
    """
    tellings = sorted(tellings, key=lambda telling: telling.at)
    if term.bound_at is None:
        words = say(NEVER_BOUND, name=term.name)
        return Told(0, (Reason(words, (term.ref,)),))
    refusals = [(telling, _why_it_does_not_count(term, telling, zone)) for telling in tellings]
    counted = [telling for telling, refusal in refusals if refusal is None]
    reasons = [_counted(term, telling, zone) for telling in counted]
    reasons += [Reason(why, (telling.ref,)) for telling, why in refusals if why is not None]
    lacking = _lacking(term, counted, term.bound_at)
    bound = in_words(term.bound_at, zone)
    if lacking is None:
        end = say("“{name}” was properly told before it bound on {bound}.", name=term.name, bound=bound)
    else:
        form = "“{name}” was not properly told by {bound}, when it bound: {lacking}."
        end = say(form, name=term.name, bound=bound, lacking=lacking)
    rests_on = tuple(telling.ref for telling in counted)
    return Told(int(lacking is None), (Reason(end, (term.ref,)), *reasons), rests_on, lacking or "")


def _why_it_does_not_count(term: Binding, telling: Telling, zone: tzinfo) -> str | None:
    """Why this telling does not count for the term, as a sentence; None when it counts."""
    assert term.bound_at is not None
    exact = same_minute(telling.at, term.bound_at)
    told = in_words(telling.at, zone, exact=exact)
    if telling.version != term.version:
        if not telling.version:
            return say(NO_VERSION, told=told)
        ours = term.version or word("unknown")
        return say(OTHER_VERSION, told=told, its=telling.version, ours=ours)
    if telling.at > term.bound_at:
        bound = in_words(term.bound_at, zone, exact=exact)
        return say("The telling of {told} came after the term bound on {bound}.", told=told, bound=bound)
    if term.languages and telling.language is None:
        return say("The telling of {told} does not say in which language it was.", told=told)
    if term.languages and primary(telling.language or "") not in term.languages:
        return say(OTHER_LANGUAGE, told=told, language=telling.language or "")
    if telling.spoken:
        return _why_the_log_fails(telling, term.bound_at, told, zone)
    grade = telling.grade_by(term.bound_at)
    if grade == Grade.A0:
        return _with_import(say(OUR_WORD, told=told), telling, zone)
    kept_back = telling.handed_over is False or (term.kind is TermKind.SERVICE and not telling.handed_over)
    if grade == Grade.A1 and kept_back:
        return say(NOT_HANDED_OVER, told=told)
    return None


def _why_the_log_fails(telling: Telling, bound_at: datetime, told: str, zone: tzinfo) -> str | None:
    if telling.imported_at is not None:
        return _with_import(say(NOBODY_LOGGED, told=told), telling, zone)
    if telling.logged_at is None:
        return say("The telling of {told} was spoken and never logged.", told=told)
    if telling.logged_at < telling.at:
        return say("The telling of {told} was logged before it was spoken.", told=told)
    if telling.logged_at > telling.at + LOGGED_AT_THE_TIME:
        return say(LOGGED_LATE, told=told)
    if telling.logged_at > bound_at:
        return say("The telling of {told} was spoken and logged only after the term bound.", told=told)
    return None


def _lacking(term: Binding, counted: Sequence[Telling], bound_at: datetime) -> str | None:
    """What is missing to have told the term properly, as words; None when nothing is."""
    written = [telling for telling in counted if not telling.spoken]
    if term.kind is TermKind.MONEY:
        writings = _apart(written)
        if writings < 2:
            form = "a money term is told twice in writing, and {count} written telling counts"
            if len(written) > writings:
                form = (
                    "a money term is told twice in writing, and {count} written telling counts: "
                    "what one paper shows is one telling"
                )
            return say(form, count=_number(writings))
        if max(telling.grade_by(bound_at) for telling in written) < Grade.A3:
            return say("no written telling is shown to have been seen by the customer")
        return None
    if not written:
        return say("no telling in writing reached the customer's hands")
    occasions = {" ".join((telling.occasion or "").casefold().split()) for telling in counted} - {""}
    occasions_shown = min(len(occasions), _apart(counted))
    if occasions_shown < 2:
        return say("it is told on two occasions, and {count} counts", count=_number(occasions_shown))
    return None


def _apart(tellings: Sequence[Telling]) -> int:
    """How many there are, where what one paper shows is one."""
    papers = [telling.paper for telling in tellings if telling.paper is not None]
    return len(tellings) - len(papers) + len(set(papers))


def _counted(term: Binding, telling: Telling, zone: tzinfo) -> Reason:
    assert term.bound_at is not None
    how = say("in writing ({medium})", medium=word(telling.medium))
    if telling.spoken:
        how = say("by word of mouth, logged at the time")
    held = HELD.get(telling.grade_by(term.bound_at))
    if held:
        how = say("{how}, {held}", how=how, held=word(held))
    form = "It was told on {told}, {how}."
    if telling.occasion:
        form = "It was told on {told} at {occasion}, {how}."
    occasion = word(telling.occasion or "")
    words = say(form, told=in_words(telling.at, zone), occasion=occasion, how=how)
    return Reason(_with_import(words, telling, zone), (telling.ref,))


def _with_import(words: str, telling: Telling, zone: tzinfo) -> str:
    """What has to be said beside a telling of the past; nothing beside one that we recorded ourselves."""
    if telling.imported_at is None:
        return words
    when = in_words(telling.imported_at, zone)
    return say(IMPORTED, words=words, when=when)


def _number(count: int) -> str:
    return word({0: "no", 1: "one"}.get(count, str(count)))


def is_spoken(medium: str, grade: Grade | None = None) -> bool:
    """Whether a telling over this medium left nothing in writing: "phone", "by phone", "In-person".

    Of no better ``grade`` than somebody's word (A0), one "in the store" was spoken there, too.
    """
    said = set(re.findall(r"[^\W_]+", medium.casefold())) - BESIDE_SPOKEN
    return bool(said) and said <= (SPOKEN | WHERE_PEOPLE_TALK if grade is Grade.A0 else SPOKEN)


def primary(language: str) -> str:
    """The language of a tag without its region: ``en`` of ``en-US`` (RFC 5646)."""
    return language.replace("_", "-").partition("-")[0].strip().casefold()


def utc(instant: datetime) -> datetime:
    """The same instant in UTC, where differences and comparisons are true across clock changes.

    Raises ValueError for a naive one.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs its offset")
    return instant.astimezone(UTC)


def in_words(instant: datetime, zone: tzinfo, *, exact: bool = False) -> Moment:
    """The local date and time as a person says it, to the minute: ``Thu 5 Mar 2026, 11:40``.

    ``exact``: to the second, where a second decides (``same_minute``).
    """
    said = instant if exact else instant.replace(second=0, microsecond=0)
    local = said.astimezone(zone)
    seconds = f":{local:%S}" if local.second else ""
    return moment(f"{local:%a} {local.day} {local:%b %Y}, {local:%H:%M}{seconds}", said, zone)


def same_minute(instant: datetime, *others: datetime | None) -> bool:
    """Whether one of the others is another instant of the same minute: which came first, a second says."""
    minute = instant.replace(second=0, microsecond=0)
    return any(
        other is not None and other != instant and other.replace(second=0, microsecond=0) == minute
        for other in others
    )
