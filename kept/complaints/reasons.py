"""Reasons in the customer's language: the judge's English sentences, said in German. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from kept.text.sentences import Forms, Moment, said_in

WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")

GERMAN: Forms = MappingProxyType({
    # what was promised
    "the delivery": "die Lieferung",
    "the call back": "der Rückruf",
    "the reply": "die Antwort",
    "the refund": "die Erstattung",
    "the end date": "das Vertragsende",
    "the remedy": "die Wiedergutmachung",
    "the receipt": "der Beleg",
    "{what} {day}": "{what} am {day}",
    "{what} by {due}": "{what} bis {due}",
    "the end of {day}": "{day}, Tagesende",
    "{what} between {since} and {until}": "{what} zwischen {since} und {until}",
    "{n:.4g} minutes": "{n} Minuten",
    "{n:.4g} hours": "{n} Stunden",
    # how promises stood
    "We promised {promise} only after the complaint.": "Erst nach der Beschwerde versprochen: {promise}.",
    "The customer released us from {promise}.": "Davon haben Sie uns entbunden: {promise}.",
    "We promised {promise}; that was not yet due.": "Versprochen war {promise}; das war noch nicht fällig.",
    "Whether {promise} was kept rests on a record that was never ours to keep ({record}).":
        "Versprochen war {promise}; ob es so kam, sagt eine Aufzeichnung, die nie bei uns lag ({record}).",
    "We promised {promise}, and the record that we should have kept is missing.":
        "Versprochen war {promise}; unsere Aufzeichnung dazu fehlt.",
    "We promised {promise}, and the record shows that it did not happen.":
        "Versprochen war {promise}; die Aufzeichnung zeigt, dass es nicht geschah.",
    "We promised {promise}, and arrived on {at}: the promise was kept.":
        "Versprochen war {promise}; wir kamen am {at}: gehalten.",
    "We promised {promise}, and arrived on {at}: {length} too late.":
        "Versprochen war {promise}; wir kamen am {at}: {length} zu spät.",
    "We promised {promise}, and arrived on {at}: {length} too early.":
        "Versprochen war {promise}; wir kamen am {at}: {length} zu früh.",
    "We promised {promise} of nothing: there was nothing to pay.":
        "Versprochen war {promise} über nichts: Es war nichts zu zahlen.",
    "We promised {promise}; the full amount had not come by {at}.":
        "Versprochen war {promise}; bis {at} war nicht alles gezahlt.",
    "We promised {promise}; the full amount had come on {at}: the promise was kept.":
        "Versprochen war {promise}; am {at} war alles gezahlt: gehalten.",
    "We promised {promise}; the full amount had come on {at}: {length} late.":
        "Versprochen war {promise}; erst am {at} war alles gezahlt: {length} zu spät.",
    "We promised {promise}, and called on {at}: the promise was kept.":
        "Versprochen war {promise}; wir riefen am {at} an: gehalten.",
    "We promised {promise}; we called only afterwards.":
        "Versprochen war {promise}; wir riefen erst danach an.",
    "We promised {promise}; we called once without reaching the customer.":
        "Versprochen war {promise}; wir riefen einmal an, ohne Sie zu erreichen.",
    "We promised {promise}; the confirmation of {at} names no end date.":
        "Versprochen war {promise}; die Bestätigung vom {at} nennt kein Enddatum.",
    "We promised {promise}; it was confirmed only after the complaint.":
        "Versprochen war {promise}; bestätigt wurde es erst nach der Beschwerde.",
    "We promised {promise}, and on {at} confirmed the end for {day}: the promise was kept.":
        "Versprochen war {promise}; am {at} haben wir das Ende zum {day} bestätigt: gehalten.",
    "We promised {promise}, and on {at} confirmed the end for {day}: later than promised.":
        "Versprochen war {promise}; am {at} haben wir das Ende zum {day} bestätigt: später als versprochen.",
    "We promised {promise}; it came on {at}: the promise was kept.":
        "Versprochen war {promise}; es kam am {at}: gehalten.",
    "We promised {promise}; it came on {at}: too late.":
        "Versprochen war {promise}; es kam am {at}: zu spät.",
    "We promised {promise}, and moved it ourselves to a time still to come.":
        "Versprochen war {promise}; wir selbst haben es auf später verlegt.",
    # what was told
    "no": "keine",
    "one": "eine",
    "unknown": "unbekannt",
    "purchase": "Kauf",
    "signing": "Vertragsschluss",
    "scheduling": "Terminvereinbarung",
    "renewal": "Verlängerung",
    "fee_change": "Gebührenänderung",
    "conversation": "Gespräch",
    "on_request": "auf Nachfrage",
    "invoice": "Rechnung",
    "confirmation": "Bestätigung",
    "email": "E-Mail",
    "page": "Seite",
    "portal": "Seite",
    "contract": "Vertrag",
    "document": "Dokument",
    "web_site": "Website",
    "It is not written down when “{name}” began to bind; no telling is shown to be in time.":
        "Seit wann „{name}“ galt, ist nicht vermerkt; dass es rechtzeitig gesagt war, ist nicht gezeigt.",
    "“{name}” was properly told before it bound on {bound}.":
        "„{name}“ war richtig mitgeteilt, bevor es am {bound} galt.",
    "“{name}” was not properly told by {bound}, when it bound: {lacking}.":
        "„{name}“ war bis {bound}, als es galt, nicht richtig mitgeteilt: {lacking}.",
    "The telling of {told} does not say of which version it was.":
        "Von der Mitteilung vom {told} ist die Fassung nicht vermerkt.",
    "The telling of {told} was of version {its}, not of version {ours}.":
        "Die Mitteilung vom {told} betraf Fassung {its}, nicht Fassung {ours}.",
    "The telling of {told} came after the complaint.":
        "Die Mitteilung vom {told} kam nach der Beschwerde.",
    "The telling of {told} came after the term bound on {bound}.":
        "Die Mitteilung vom {told} kam, nachdem es am {bound} galt.",
    "The telling of {told} does not say in which language it was.":
        "Von der Mitteilung vom {told} ist die Sprache nicht vermerkt.",
    "The telling of {told} was in a language the customer does not use ({language}).":
        "Die Mitteilung vom {told} war in einer Sprache, die nicht Ihre ist ({language}).",
    "The telling of {told} has no evidence, by then, beyond our own word.":
        "Für die Mitteilung vom {told} steht bis dahin nur unser eigenes Wort.",
    "The telling of {told} stands on a document whose handing over is not recorded.":
        "Die Mitteilung vom {told} steht auf einem Dokument, dessen Übergabe nicht vermerkt ist.",
    "The telling of {told} was spoken, and nobody logged it here at the time.":
        "Die Mitteilung vom {told} war mündlich, und niemand hat sie damals hier vermerkt.",
    "The telling of {told} was spoken and never logged.":
        "Die Mitteilung vom {told} war mündlich und wurde nie vermerkt.",
    "The telling of {told} was logged before it was spoken.":
        "Die Mitteilung vom {told} wurde vermerkt, bevor sie gesagt war.",
    "The telling of {told} was spoken and logged only afterwards, more than 15 minutes later.":
        "Die Mitteilung vom {told} war mündlich und wurde erst später als 15 Minuten danach vermerkt.",
    "The telling of {told} was spoken and logged only after the term bound.":
        "Die Mitteilung vom {told} war mündlich und wurde erst vermerkt, als es schon galt.",
    "a money term is told twice in writing, and {count} written telling counts":
        "was Geld kostet, wird zweimal schriftlich mitgeteilt, und {count} schriftliche Mitteilung zählt",
    "a money term is told twice in writing, and {count} written telling counts: "
    "what one paper shows is one telling":
        "was Geld kostet, wird zweimal schriftlich mitgeteilt, und {count} schriftliche Mitteilung zählt: "
        "was ein Papier zeigt, ist eine Mitteilung",
    "no written telling is shown to have been seen by the customer":
        "keine schriftliche Mitteilung wurde nachweislich gesehen",
    "no telling in writing reached the customer's hands": "keine schriftliche Mitteilung kam nachweislich an",
    "it is told on two occasions, and {count} counts":
        "mitgeteilt wird bei zwei Anlässen, und {count} Mitteilung zählt",
    "It was told on {told}, {how}.": "Mitgeteilt am {told}, {how}.",
    "It was told on {told} at {occasion}, {how}.": "Mitgeteilt am {told} ({occasion}), {how}.",
    "{how}, {held}": "{how}, {held}",
    "accepted by the mail server": "vom Mailserver angenommen",
    "opened by a step that only a person takes": "mit einem Schritt geöffnet, den nur ein Mensch tut",
    "acknowledged": "bestätigt",
    "acknowledged and said back correctly": "bestätigt und richtig wiedergegeben",
    "by word of mouth, logged at the time": "mündlich, gleich vermerkt",
    "in writing ({medium})": "schriftlich ({medium})",
    "{words} It was imported on {when}, before which nothing here is sealed.":
        "{words} Eingelesen am {when}; davor ist hier nichts versiegelt.",
    # what decides a claim beside its promises
    "The damage is on record.": "Der Schaden ist vermerkt.",
    "The same amount was charged more than once.": "Derselbe Betrag wurde mehr als einmal berechnet.",
    "The record that would decide this ({record}) is missing, and we should have kept it.":
        "Die Aufzeichnung, die dies entscheiden würde ({record}), fehlt, und sie lag bei uns.",
    "The record that would decide this ({record}) is missing, and it was never ours to keep.":
        "Die Aufzeichnung, die dies entscheiden würde ({record}), fehlt, und sie lag nie bei uns.",
    "Nobody wrote down in which state the goods were, and we should have.":
        "Niemand von uns hat vermerkt, in welchem Zustand die Ware war.",
    "Nothing on record was broken or untold; how you were treated is for a person to judge.":
        "Nichts Vermerktes war gebrochen oder nicht mitgeteilt; wie mit Ihnen umgegangen wurde, "
        "beurteilt ein Mensch.",
    "No promise that was due, no term and no rule bears on this.":
        "Kein fälliges Versprechen, keine Bedingung und keine Regel ist berührt.",
    "You asked to leave on {asked}, and on {shown}, before it was confirmed, we showed an offer.":
        "Am {asked} baten Sie, gehen zu dürfen; am {shown}, vor der Bestätigung, "
        "haben wir Ihnen ein Angebot gezeigt.",
    "You asked to leave on {asked}, and on {shown}, before it was confirmed, we showed an offer ({what}).":
        "Am {asked} baten Sie, gehen zu dürfen; am {shown}, vor der Bestätigung, "
        "haben wir Ihnen ein Angebot gezeigt ({what}).",
    "You asked to leave on {asked}; it was not confirmed by {at}.":
        "Am {asked} baten Sie, gehen zu dürfen; bis {at} war es nicht bestätigt.",
    "Your exit was confirmed on {at}; the receipt left on {sent}, later than 60 seconds.":
        "Ihre Kündigung wurde am {at} bestätigt; der Beleg ging am {sent} ab, später als 60 Sekunden.",
    "Your exit was confirmed on {at}; there is no receipt.":
        "Ihre Kündigung wurde am {at} bestätigt; einen Beleg gibt es nicht.",
    # the names of records
    "arrival": "Ankunft",
    "contact_attempt": "Anruf",
    "reply_sent": "Antwort",
    "exit_confirmed": "Bestätigung der Kündigung",
    "remedy_given": "Wiedergutmachung",
    "receipt_sent": "Beleg",
    "transcript": "Gesprächsprotokoll",
    "photo": "Foto",
    "signature": "Unterschrift",
    "consent": "Zustimmung",
    "description": "Beschreibung beim Kauf",
    "freeze": "Pause mit Ihren Worten",
    "wish": "Wunsch",
    "inspection": "ein Blick auf die Ware",
    "record": "Aufzeichnung",
    "payment": "Zahlungsbeleg",
})  # fmt: skip

FORMS: Mapping[str, Forms] = MappingProxyType({"de": GERMAN})


def in_language(words: str, language: str) -> str:
    """A reason in this language if we speak it, else in English; ``language`` without its region."""
    forms = FORMS.get(language)
    return str(words) if forms is None else said_in(words, forms, day=_german_moment, point=",")


def in_every_language(words: str) -> dict[str, str]:
    """A reason in each language that we speak besides English."""
    return {language: in_language(words, language) for language in FORMS}


def as_kept(reason: Mapping[str, Any], language: str) -> str:
    """The words of a reason as a verdict keeps it, in this language where it was said in it."""
    primary = language.partition("-")[0]
    spoken = {each["language"]: each["words"] for each in reason.get("in", ())}
    return str(spoken.get(primary, reason["words"]))


def _german_moment(said: Moment) -> str:
    local = said.at.astimezone(said.zone)
    day = f"{WEEKDAYS[local.weekday()]} {local.day}.{local.month}.{local.year}"
    if said.whole_day:
        return day
    return f"{day}, {local:%H:%M:%S}" if local.second else f"{day}, {local:%H:%M}"
