"""What a verification can find, each as a sentence for whoever keeps a shop; and what it never proves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    PROVEN = "proven"
    UNKNOWN = "unknown"
    WRONG = "wrong"


# Words with {facts} in them. The page that verifies in the browser takes these same sentences, translated.
PROVEN = {
    "key_pinned": "It is signed with the key that you gave, or with one that this key was handed over to.",
    "signed": "The checkpoint is signed: the ledger of {origin} held {size} entries not later than {at}.",
    "entry_stands": "Entry {number} ({kind}, {at}) stands in the ledger of {origin}, "
    "since {checkpoint} at the latest.",
    "payload_kept": "What entry {number} says is unchanged, to the letter (hash {hash}).",
    "words_kept": "The text “{title}” is word for word the one that entry {number} names (SHA-256 {sha256}).",
    "case_kept": "The case in this bundle is the one that entry {number} names.",
    "grown": "The ledger only grew: what stood in it on {old} ({old_size} entries) "
    "still stood there on {at} ({size} entries).",
    "stamped": "A time-stamping authority ({authority}) saw this checkpoint at {at}.",
    "ledger_whole": "Every entry ({size}) fits every checkpoint that was published about them ({count}), "
    "from {first} to {last}.",
    "payloads_kept": "What the entries say is what they said when they were sealed ({count} of them).",
}
UNKNOWN = {
    "key_unpinned": "Whether this is really the key of {origin}: compare it with the one on another paper "
    "of theirs: {key}",
    "payload_erased": "What entry {number} said: it was erased. That the entry stood there, and when, holds.",
    "payloads_erased": "What some entries said ({count}): it was erased. "
    "That they stood there, and when, holds.",
    "words_unknown": "Whether the text “{title}” is the one that was told: "
    "the entry that named it was erased.",
    "case_unsealed": "Whether the case in this bundle is the one that {origin} wrote: no entry names it. "
    "Only the entries are proven.",
    "file_kept": "Whether the file {file} is genuine: it is the one that this bundle lists, "
    "but nothing seals that list.",
    "file_absent": "Whether the file {file} is the one that this bundle lists: it was not there to compare.",
    "stamp_unchecked": "A time stamp is there; it was not checked.",
    "not_joined": "Whether all other checkpoints here ({count}) belong to the same history: no proof joins "
    "them to the one of {at}. A newer receipt, or the whole ledger, can.",
    "restored": "On {at} the ledger was restored from a backup ({because}). What was added after its first "
    "{kept} entries and published until {lost_at} was lost.",
    "entry_lost": "Entry {number} was lost when a backup was restored on {at}. "
    "This receipt still proves that it stood there.",
    "older_than_restore": "Entry {number} was added after the restore of {restored}, "
    "and says that it happened before, on {at}.",
    "witness_unknown": "What the list of checkpoints holds besides ({count}): it is signed with keys "
    "that no paper here holds.",
    "more": "{count} more of the kind last named.",
}
WRONG = {
    "key_another": "It is signed with another key than the one you gave, and was never handed over: {key}",
    "key_not_handed_over": "Two keys are in use, and no handover joins them: {key}",
    "handover_broken": "The handover to the key {key} is not signed by both keys.",
    "handover_twice": "The key {key} was handed over twice: to two keys, or at two times.",
    "checkpoint_unreadable": "A checkpoint cannot be read: {flaw}.",
    "checkpoint_unsigned": "A checkpoint is not signed by the ledger it claims to be of: {flaw}.",
    "checkpoint_elsewhere": "The checkpoint is of another ledger: {origin}.",
    "checkpoint_future": "The checkpoint says {at}, which is still to come: a clock was wrong.",
    "key_out_of_turn": "The checkpoint of {at} is signed with a key that was not in use then.",
    "entry_absent": "Entry {number} does not stand in the ledger as it is written here: "
    "it was changed, moved or put in.",
    "payload_changed": "What entry {number} says was changed after it was sealed.",
    "words_changed": "The text “{title}” is not the one whose hash stands beside it.",
    "words_unnamed": "No entry here names the text “{title}”: nothing shows that it was told.",
    "after_checkpoint": "Entry {number} says {at}, but its checkpoint was made earlier, at {checkpoint}: "
    "a clock was wrong, or the time was made up.",
    "written_later": "Entry {number} says {at}, but was not yet in the ledger on {checkpoint}: "
    "it was written down later.",
    "two_entries": "Entry {number} reads one way here and another way in {other}: the ledger was rewritten.",
    "two_roots": "Two checkpoints over {size} entries differ ({other} and {at}): the ledger was rewritten.",
    "parts_differ": "Two proofs disagree about the first {size} entries: the ledger was rewritten.",
    "rewritten": "The checkpoint of {at} does not contain the earlier one of {old}: "
    "the ledger was rewritten.",
    "clock_backwards": "The checkpoint over {size} entries says {at}, but one over fewer entries says "
    "{other}: a clock ran backwards.",
    "cut_back": "A checkpoint of {at} speaks of {size} entries; this ledger holds only {held}: "
    "it was cut back, or exported before.",
    "unsealed": "The last entries ({count}) stand under no checkpoint: "
    "nothing shows that they are in the ledger.",
    "no_checkpoint": "No checkpoint is here: nothing shows that any of this is in the ledger.",
    "fork_broken": "A notice that a backup was restored is not signed by this ledger, "
    "or cannot be read: {flaw}.",
    "fork_hides": "The notice that a backup was restored on {restored} does not explain the checkpoint "
    "of {at} over {size} entries.",
    "rewritten_as_restore": "Entry {number} differs from the one in {other}, and says {at}, "
    "from before the restore that is said to explain it.",
    "number_wrong": "Line {line} should hold entry {number}; it holds entry {found}.",
    "root_differs": "The first {size} entries are not those of the checkpoint of {at}: "
    "something was changed, removed, moved or put in.",
    "file_changed": "The file {file} is not the one that this bundle lists.",
    "stamp_wrong": "The time stamp does not hold: {flaw}.",
}
SENTENCES = {
    **{code: (Outcome.PROVEN, words) for code, words in PROVEN.items()},
    **{code: (Outcome.UNKNOWN, words) for code, words in UNKNOWN.items()},
    **{code: (Outcome.WRONG, words) for code, words in WRONG.items()},
}

# DOMAIN §9: said with every verdict, whatever was found.
LIMITS = (
    "That an entry was true when it was written: it shows what was written down, and when.",
    "That a person read what was sent or shown to them.",
    "That their clock was right: when this paper reached you, a witness or a time stamp shows it.",
    "Anything before the first checkpoint of the ledger.",
    "That the ledger holds everything that happened: what was never written down leaves no trace.",
)

MOST = 50  # findings of one kind


@dataclass(frozen=True)
class Finding:
    """One thing found: a code of this page, its facts, and in which file and where."""

    code: str
    where: str
    facts: Mapping[str, str | int]

    @property
    def outcome(self) -> Outcome:
        return SENTENCES[self.code][0]

    @property
    def words(self) -> str:
        return SENTENCES[self.code][1].format(**self.facts)

    def as_json(self) -> dict[str, object]:
        return {
            "code": self.code,
            "outcome": str(self.outcome),
            "where": self.where,
            "facts": dict(self.facts),
            "words": self.words,
        }


@dataclass
class Findings:
    """What was found so far; of one kind at most ``MOST`` are kept, the others counted."""

    found: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, code: str, where: str = "", **facts: str | int) -> None:
        self.counts[code] = self.counts.get(code, 0) + 1
        if self.counts[code] <= MOST:
            self.found.append(Finding(code, where, facts))

    def all(self) -> tuple[Finding, ...]:
        """Everything found; after the last of a kind that was cut, how many more there are."""
        answer: list[Finding] = []
        for code in SENTENCES:
            answer += (kind := [each for each in self.found if each.code == code])
            if self.counts.get(code, 0) > MOST:
                answer.append(Finding("more", kind[-1].where, {"count": self.counts[code] - MOST}))
        return tuple(answer)
