"""The letter that follows an answer: six parts, at most 150 words, in English or German."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from kept.complaints import letter_records
from kept.complaints.case import Case
from kept.complaints.fields import CLAIM_KINDS
from kept.complaints.letter_records import Record
from kept.complaints.letter_words import FORBIDDEN, WORDS, Language, Words
from kept.complaints.reasons import in_language
from kept.complaints.rules.answers import Answer, ClaimAnswer, Judged, Verdict
from kept.complaints.rules.kinds import AWAITS_PERSON, domain
from kept.policies.rules import same_minute, utc
from kept.promises.owed import ends_a_day
from kept.promises.rules import Kind, Standing, State
from kept.text.sentences import word

LONGEST = 150  # words, DOMAIN §6
# How many records, promises, claims and words of a person's reason a letter has room for, best first. The
# desk shows the rest.
ROOM = (
    (6, 2, 3, 40), (5, 2, 3, 30), (4, 2, 3, 30), (4, 1, 3, 20), (3, 1, 3, 20), (2, 1, 3, 15), (1, 1, 3, 12),
    (0, 1, 2, 12), (0, 1, 1, 8),
)  # fmt: skip


@dataclass(frozen=True)
class LetterPart:
    """One of the six parts. ``refs`` names the evidence behind each line, where there is one."""

    title: str
    lines: tuple[str, ...]
    refs: tuple[str | None, ...] = ()


@dataclass(frozen=True)
class Letter:
    language: Language
    parts: tuple[LetterPart, ...]

    @property
    def text(self) -> str:
        """The letter as plain text, one part after the other."""
        return "\n\n".join("\n".join((part.title, *part.lines)) for part in self.parts)

    @property
    def sentences(self) -> str:
        """What it says in sentences: without the titles and the dated records."""
        return "\n".join(line for part in self.parts if not part.refs for line in part.lines)

    @property
    def length(self) -> int:
        """How many words it has, titles included."""
        return len(self.text.split())


def write(case: Case, answer: Answer, *, language: Language = "en", by: datetime) -> Letter:
    """Write the letter. ``by`` is the instant by which we do what it says.

    The customer's own words are not repeated, only what they are about. Never longer than 150 words:
    records and promises are left out before, and the desk still shows them all. Raises ValueError for a
    naive ``by``.
    """
    drafts = (_Draft(case, answer, language, utc(by), *room) for room in ROOM)
    letters = (draft.letter() for draft in drafts)
    return next(letter for letter in letters if letter.length <= LONGEST)


def found(claim: ClaimAnswer, *, language: Language = "en") -> str:
    """What we found on one claim, as the letter says it to the customer."""
    return WORDS[language].found[_finding(claim)]


def _finding(claim: ClaimAnswer) -> str:
    if claim.verdict is None:
        return "person"
    if claim.favours == "nobody":
        return "no_evidence.nobody"
    if claim.verdict is Verdict.EXPECTATION_GAP and claim.kind in AWAITS_PERSON:
        return "expectation_gap.treated"
    if claim.verdict is Verdict.EXPECTATION_GAP and not _rests_on(claim, "terms"):
        return "expectation_gap.kept"
    if claim.verdict is Verdict.EXPECTATION_GAP and not _rests_on(claim, "promises"):
        return "expectation_gap.told"
    return claim.verdict.value


def looked_at(case: Case, answer: Answer, *, language: Language = "en") -> list[Record]:
    """Every dated record that the answer rests on, oldest first: the letter has room for some of them."""
    return letter_records.of(case, answer, WORDS[language])


@dataclass(frozen=True)
class _Draft:
    case: Case
    answer: Answer
    language: Language
    by: datetime
    records: int
    promises: int
    claims: int
    quoted: int

    @property
    def words(self) -> Words:
        return WORDS[self.language]

    def letter(self) -> Letter:
        looked = self._looked_at(self.records)
        bodies = (
            (self._told_us(),),
            tuple(line for _, line in looked) or (self.words.nothing_dated,),
            tuple(self._found()),
            tuple(self._why(self.promises)),
            tuple(self._now()),
            (self.words.disagree.format(by=self._last_day(self.by)),),
        )
        refs = tuple(ref for ref, _ in looked)
        parts = (
            LetterPart(title, lines, refs if nth == 1 else ())
            for nth, (title, lines) in enumerate(zip(self.words.titles, bodies, strict=True))
        )
        return Letter(self.language, tuple(parts))

    def _told_us(self) -> str:
        day = self._day(self.case.complaint.at)
        kinds = list(dict.fromkeys(claim.kind for claim in self.answer.claims))[: self.claims]
        if not kinds:
            return self.words.rated.format(day=day)
        about = self.words.joined.join(self.words.claims[kind] for kind in kinds)
        return self.words.told_us.format(day=day, claims=about)

    def _looked_at(self, most: int) -> list[tuple[str, str]]:
        """The dated records the answer rests on, as far as there is room, oldest first: (reference, line)."""
        records = letter_records.of(self.case, self.answer, self.words)
        told = letter_records.by_conversation(self.case, records, self.words)
        fitting = letter_records.fitting(self.case, told, most)
        return [(each.ref, f"{self._moment(each.at)}: {each.words}") for each in fitting]

    def _found(self) -> Iterator[str]:
        if not self.answer.claims:
            yield self.words.found["rated"]
        yield from dict.fromkeys(found(claim, language=self.language) for claim in self._spoken_of())

    def _why(self, most: int) -> Iterator[str]:
        judged = self._judged()
        if judged is not None:
            yield judged
        said = [each for each in self.answer.standings if each.state.value in self.words.why]
        said.sort(key=lambda each: each.state is State.KEPT)
        for standing in said[:most]:
            yield self._stood(standing)
        if not self.answer.claims:
            yield self.words.why["rated"]
        missing = list(dict.fromkeys(name for claim in self.answer.claims for name in claim.missing))
        verdicts = {claim.verdict.value if claim.verdict else "person" for claim in self._spoken_of()}
        if "rule_breach" in verdicts:
            yield self.words.why["rule_breach"]
        elif "not_told" in verdicts:
            yield self.words.why["not_told"]
        elif verdicts == {"expectation_gap"} and any(_rests_on(each, "terms") for each in self._spoken_of()):
            yield self.words.why["expectation_gap"]
        elif missing and not said:
            yield self.words.why["no_evidence"].format(missing=self._record_name(missing[0]))
        elif "conduct" in verdicts and judged is None:
            yield self.words.why["conduct"]
        elif "person" in verdicts:
            yield self.words.why["person"]
        elif not said and verdicts and judged is None:
            yield self.words.why[
                "service_failure" if "service_failure" in verdicts else "closed_without_finding"
            ]

    def _judged(self) -> str | None:
        """The first reason that a person gave; on how somebody was treated with the name of who read it."""
        for claim in self._spoken_of():
            if claim.judged is not None:
                because = _within(claim.judged.because, self.quoted)
                if not because:
                    continue
                form = "judged" if claim.kind in AWAITS_PERSON else "judged.otherwise"
                return self.words.why[form].format(who=claim.judged.who, because=because)
        return None

    def _record_name(self, name: str) -> str:
        """A name from the file, short enough for a letter, in its language where we know the word."""
        return in_language(word(" ".join(name.split()[:6])[:60]), self.language)

    def _stood(self, standing: Standing) -> str:
        promise, words = standing.promise, self.words
        due = self._by_when(promise.until) if promise.until else ""
        if promise.kind is Kind.END_DATE and promise.until:
            due = self._day(promise.until)
        elif promise.starts_at and promise.until:
            zone = self.case.business.zone
            same_day = promise.starts_at.astimezone(zone).date() == promise.until.astimezone(zone).date()
            until = f"{promise.until.astimezone(zone):%H:%M}" if same_day else due
            due = f"{self._moment(promise.starts_at)}–{until}"
        at = standing.decided_at
        exact = at is not None and same_minute(at, promise.starts_at, promise.until)
        came = words.why["came"].format(at=self._moment(at, exact=exact)) if at else ""
        return words.why[standing.state.value].format(what=words.promised[promise.kind], due=due, came=came)

    def _now(self) -> Iterator[str]:
        """What we do and by when, and always one concrete alternative."""
        by = self._last_day(self.by)
        sorry = self._who_apologises()
        if sorry is not None:
            yield self.words.apology.format(who=sorry.who)
        mine = [each.remedy.words[self.language] for each in self.answer.remedies]
        if mine:
            yield self.words.remedy.format(by=by, remedy=mine[0])
        elif self.answer.needs_person:
            yield self.words.look.format(by=by)
        else:
            yield self.words.open_until.format(by=by)
        kinds = [claim.kind for claim in self.answer.claims] or [CLAIM_KINDS[0]]
        form = self.words.alternative if mine else self.words.offer
        yield form.format(alternative=self.words.alternatives[domain(kinds[0])])

    def _who_apologises(self) -> Judged | None:
        """Whoever found that the way was not right: it is theirs to say so, by name (DOMAIN §6)."""
        found = (claim.judged for claim in self._spoken_of() if claim.verdict is Verdict.CONDUCT)
        return next((judged for judged in found if judged is not None), None)

    def _spoken_of(self) -> tuple[ClaimAnswer, ...]:
        return self.answer.claims[: self.claims]

    def _day(self, instant: datetime) -> str:
        local = instant.astimezone(self.case.business.zone)
        month = self.words.months[local.month - 1]
        return self.words.day.format(day=local.day, month=month, year=local.year)

    def _last_day(self, by: datetime) -> str:
        """Until the midnight after a day is by that day."""
        return self._day(by - timedelta(microseconds=1))

    def _by_when(self, instant: datetime) -> str:
        """By a day, where it is the last minute of one; else by the minute."""
        ends = ends_a_day(instant, self.case.business.zone)
        return self._last_day(instant) if ends else self._moment(instant)

    def _moment(self, instant: datetime, *, exact: bool = False) -> str:
        """To the minute, as people say it; to the second where one decided."""
        local = instant.astimezone(self.case.business.zone)
        return f"{self._day(instant)}, {local:%H:%M:%S}" if exact else f"{self._day(instant)}, {local:%H:%M}"


def _within(reason: str, most: int) -> str:
    """A person's reason within so many words; nothing where it says what no letter of ours says."""
    words = reason.split()
    short = " ".join(words) if len(words) <= most else " ".join(words[:most]).rstrip(".,;:") + " …"
    if not words or any(phrase in " ".join(words).casefold() for phrase in FORBIDDEN):
        return ""
    return short if short.endswith((".", "?", "…")) else f"{short.rstrip('!')}."


def _rests_on(claim: ClaimAnswer, shelf: str) -> bool:
    return any(ref.startswith(f"{shelf}[") for ref in claim.evidence)
