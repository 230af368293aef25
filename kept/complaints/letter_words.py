"""The letter's words in English and German: plain, calm, without blame, no forbidden phrase."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "de"]

FORBIDDEN = (  # DOMAIN §6
    "as clearly stated",
    "you failed",
    "you should have",
    "policy is policy",
    "rules are rules",
    "as we told you clearly",
    "you neglected",
    "your own fault",
    "wie eindeutig angegeben",
    "wie klar angegeben",
    "wie deutlich angegeben",
    "sie haben versäumt",
    "sie haben es versäumt",
    "haben sie versäumt",
    "sie hätten",
    "hätten sie",
    "regel ist regel",
    "vorschrift ist vorschrift",
    "selbst schuld",
    "ihr eigenes verschulden",
)


@dataclass(frozen=True)
class Words:
    """Everything a letter may say in one language. Names in braces are filled in."""

    titles: tuple[str, str, str, str, str, str]
    months: tuple[str, ...]
    day: str
    told_us: str
    rated: str
    claims: Mapping[str, str]
    promised: Mapping[str, str]
    evidence: Mapping[str, str]
    said: Mapping[str, str]
    lines: str
    nothing_dated: str
    found: Mapping[str, str]
    why: Mapping[str, str]
    apology: str
    remedy: str
    offer: str
    open_until: str
    alternative: str
    alternatives: Mapping[str, str]
    look: str
    disagree: str
    joined: str


ENGLISH = Words(
    titles=(
        "What you told us",
        "What we looked at",
        "What we found",
        "Why",
        "What we do now",
        "If you disagree",
    ),
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    day="{day} {month} {year}",
    told_us="On {day} you told us about {claims}.",
    rated="On {day} you told us how it was.",
    joined=" and ",
    claims={
        "delivery.late": "a late delivery",
        "delivery.missed": "a missed delivery",
        "delivery.wished_window_refused": "a window you wished for",
        "delivery.not_delivered": "goods that did not come",
        "delivery.damaged": "damaged goods",
        "membership.cancellation_refused": "a refused cancellation",
        "membership.cancellation_ignored": "an ignored cancellation",
        "membership.fee_disputed": "a fee",
        "membership.unexpected_renewal": "a renewal",
        "membership.wrong_freeze": "a wrong freeze",
        "membership.pressured": "pressure to stay",
        "billing.wrong_amount": "a wrong amount",
        "billing.charged_twice": "a double charge",
        "billing.not_agreed": "an amount not agreed",
        "billing.refund_late": "a late refund",
        "conduct.rude": "rude words",
        "conduct.ignored": "being ignored",
        "conduct.pressured": "pressure",
        "conduct.wrong_information": "wrong information",
        "product.not_as_described": "goods not as described",
        "product.defective": "a defect",
        "product.worn": "worn goods",
        "access.unreachable": "not reaching us",
        "access.no_call_back": "a missing call back",
    },
    promised={
        "delivery_window": "the delivery",
        "call_back": "the call back",
        "reply": "the reply",
        "refund": "the refund",
        "end_date": "the end",
        "remedy": "the remedy",
        "receipt": "the receipt",
    },
    evidence={
        "promise": "what we promised",
        "spoken": "what we told you",
        "written": "what we gave you in writing",
        "expectation": "what you expected",
        "arrival": "arrival",
        "contact_attempt": "our call",
        "reply_sent": "our reply",
        "refund": "refund",
        "exit_confirmed": "exit confirmed",
        "remedy_given": "remedy given",
        "receipt_sent": "receipt sent",
        "exit_asked": "you asked to leave",
        "offer_shown": "an offer shown",
        "charge": "charge",
        "handover": "hand-over",
        "statement": "what our staff said",
        "statement.theirs": "what you said",
        "damage": "damage recorded",
    },
    said={
        "phone": "our call with you",
        "email": "our mail with you",
        "counter": "our talk at the counter",
        "other": "what was said and written",
    },
    lines="{what}, {n} lines",
    nothing_dated="We found no dated record.",
    found={
        "rule_breach": "We broke a rule of our own house.",
        "service_failure": "We did not keep our promise.",
        "no_evidence": "A record that would decide this is missing, and you have the benefit of the doubt.",
        "no_evidence.nobody": "No record decides this, and none was ever ours to keep.",
        "not_told": "We did not tell you a term properly, so we do not hold it against you.",
        "expectation_gap": "We kept our promise and had told you the terms; you expected something else.",
        "expectation_gap.kept": "We kept our promise; you expected something else.",
        "expectation_gap.told": "We had told you the terms in time; you expected something else.",
        "expectation_gap.treated": "We read what was said and written, and found nothing wrong in it.",
        "conduct": "You were not treated as you should be.",
        "closed_without_finding": "We found no promise, term or rule that this touches.",
        "person": "A person will look at how you were treated.",
        "rated": "Thank you. Your rating is kept with what we promised.",
    },
    why={
        "kept": "We promised {what}, {due} and kept it{came}.",
        "broken": "We promised {what}, {due}; it was not kept{came}.",
        "unrecorded": "We promised {what}, {due}; our record of it is missing.",
        "never_ours": "We promised {what}, {due}; whether it was kept is on no record of ours.",
        "came": " ({at})",
        "rule_breach": "Leaving is confirmed without offers, and the receipt follows within a minute.",
        "no_evidence": "Missing: {missing}.",
        "not_told": "A term counts only when it was told in time, in the right way.",
        "expectation_gap": "The terms were told before they bound you.",
        "closed_without_finding": "Nothing that was due bears on it.",
        "service_failure": "The records show it.",
        "conduct": "A person has looked at it and says so.",
        "judged": "{who} read it and found: {because}",
        "judged.otherwise": "A person looked at it and found: {because}",
        "person": "Records do not show how words were said.",
        "rated": "Good service shows only in a record.",
    },
    apology="{who} apologises to you for this.",
    remedy="By {by} you receive {remedy}.",
    offer="We offer: {alternative}.",
    open_until="We keep this open for you until {by}.",
    alternative="If you prefer: {alternative}.",
    alternatives={
        "delivery": "call us before your next delivery, and we read you every window that is free",
        "membership": "end your membership or an add-on by one mail or call, in two steps",
        "billing": "call us, and we go through the invoice line by line with you",
        "conduct": "speak with a colleague who was not involved",
        "product": "bring the goods, and we look at them together",
        "access": "name a time of day, and we note it for our next call",
    },
    look="A person looks at it and answers by {by}.",
    disagree="Answer once by {by}, or ask for a review by somebody else. You can open every record.",
)

GERMAN = Words(
    titles=(
        "Was Sie uns gesagt haben",
        "Was wir angesehen haben",
        "Was wir gefunden haben",
        "Warum",
        "Was wir jetzt tun",
        "Wenn Sie anderer Meinung sind",
    ),
    months=("1.", "2.", "3.", "4.", "5.", "6.", "7.", "8.", "9.", "10.", "11.", "12."),
    day="{day}.{month}{year}",
    told_us="Am {day} haben Sie uns berichtet: {claims}.",
    rated="Am {day} haben Sie uns gesagt, wie es war.",
    joined=" und ",
    claims={
        "delivery.late": "eine späte Lieferung",
        "delivery.missed": "eine verpasste Lieferung",
        "delivery.wished_window_refused": "ein Wunschfenster",
        "delivery.not_delivered": "eine ausgebliebene Lieferung",
        "delivery.damaged": "beschädigte Ware",
        "membership.cancellation_refused": "eine abgelehnte Kündigung",
        "membership.cancellation_ignored": "eine unbeachtete Kündigung",
        "membership.fee_disputed": "eine Gebühr",
        "membership.unexpected_renewal": "eine Verlängerung",
        "membership.wrong_freeze": "eine falsche Pause",
        "membership.pressured": "Druck zu bleiben",
        "billing.wrong_amount": "ein falscher Betrag",
        "billing.charged_twice": "eine doppelte Abbuchung",
        "billing.not_agreed": "ein nicht vereinbarter Betrag",
        "billing.refund_late": "eine späte Erstattung",
        "conduct.rude": "unfreundliche Worte",
        "conduct.ignored": "fehlende Beachtung",
        "conduct.pressured": "Druck",
        "conduct.wrong_information": "eine falsche Auskunft",
        "product.not_as_described": "Ware anders als beschrieben",
        "product.defective": "ein Mangel",
        "product.worn": "abgenutzte Ware",
        "access.unreachable": "wir waren nicht erreichbar",
        "access.no_call_back": "ein fehlender Rückruf",
    },
    promised={
        "delivery_window": "Lieferung",
        "call_back": "Rückruf",
        "reply": "Antwort",
        "refund": "Erstattung",
        "end_date": "Vertragsende",
        "remedy": "Wiedergutmachung",
        "receipt": "Beleg",
    },
    evidence={
        "promise": "unser Versprechen",
        "spoken": "was wir Ihnen gesagt haben",
        "written": "was Sie schriftlich bekamen",
        "expectation": "was Sie erwartet haben",
        "arrival": "Ankunft",
        "contact_attempt": "unser Anruf",
        "reply_sent": "unsere Antwort",
        "refund": "Erstattung",
        "exit_confirmed": "Kündigung bestätigt",
        "remedy_given": "Wiedergutmachung",
        "receipt_sent": "Beleg versandt",
        "exit_asked": "Ihr Kündigungswunsch",
        "offer_shown": "ein Angebot",
        "charge": "Abbuchung",
        "handover": "Weitergabe",
        "statement": "was unsere Mitarbeiter sagten",
        "statement.theirs": "was Sie sagten",
        "damage": "Schaden vermerkt",
    },
    said={
        "phone": "unser Telefonat",
        "email": "unsere Post mit Ihnen",
        "counter": "unser Gespräch am Tresen",
        "other": "was gesagt und geschrieben wurde",
    },
    lines="{what}, {n} Zeilen",
    nothing_dated="Wir fanden keine datierte Aufzeichnung.",
    found={
        "rule_breach": "Wir haben eine eigene Regel verletzt.",
        "service_failure": "Wir haben unser Versprechen nicht gehalten.",
        "no_evidence": "Eine entscheidende Aufzeichnung fehlt; der Zweifel gilt zu Ihren Gunsten.",
        "no_evidence.nobody": "Keine Aufzeichnung entscheidet dies; sie lag nie bei uns.",
        "not_told": "Wir haben eine Bedingung nicht richtig mitgeteilt und wenden sie nicht an.",
        "expectation_gap": "Wir haben Wort gehalten und die Bedingungen mitgeteilt; "
        "Sie hatten anderes erwartet.",
        "expectation_gap.kept": "Wir haben Wort gehalten; Sie hatten anderes erwartet.",
        "expectation_gap.told": "Die Bedingungen waren rechtzeitig mitgeteilt; Sie hatten anderes erwartet.",
        "expectation_gap.treated": "Wir haben alles gelesen und darin nichts Falsches gefunden.",
        "conduct": "Mit Ihnen wurde nicht umgegangen, wie es sein soll.",
        "closed_without_finding": "Kein Versprechen, keine Bedingung und keine Regel ist berührt.",
        "person": "Ein Mensch sieht sich an, wie mit Ihnen umgegangen wurde.",
        "rated": "Danke. Ihre Bewertung steht neben unserem Versprechen.",
    },
    why={
        "kept": "Versprochen: {what}, {due}; gehalten{came}.",
        "broken": "Versprochen: {what}, {due}; nicht gehalten{came}.",
        "unrecorded": "Versprochen: {what}, {due}; unsere Aufzeichnung dazu fehlt.",
        "never_ours": "Versprochen: {what}, {due}; eine Aufzeichnung lag nie bei uns.",
        "came": " ({at})",
        "rule_breach": "Eine Kündigung wird ohne Angebote bestätigt, der Beleg folgt binnen einer Minute.",
        "no_evidence": "Es fehlt: {missing}.",
        "not_told": "Eine Bedingung gilt nur, wenn sie rechtzeitig und richtig mitgeteilt war.",
        "expectation_gap": "Die Bedingungen waren mitgeteilt, bevor sie galten.",
        "closed_without_finding": "Nichts Fälliges hängt daran.",
        "service_failure": "Die Aufzeichnungen zeigen es.",
        "conduct": "Ein Mensch hat es angesehen und sagt es so.",
        "judged": "{who} hat es gelesen und fand: {because}",
        "judged.otherwise": "Ein Mensch hat es angesehen und fand: {because}",
        "person": "Aufzeichnungen zeigen nicht, wie Worte klangen.",
        "rated": "Guter Dienst zeigt sich nur in Aufzeichnungen.",
    },
    apology="{who} bittet Sie dafür um Entschuldigung.",
    remedy="Bis {by} erhalten Sie {remedy}.",
    offer="Unser Angebot: {alternative}.",
    open_until="Wir halten dies bis {by} für Sie offen.",
    alternative="Wenn Ihnen lieber: {alternative}.",
    alternatives={
        "delivery": "rufen Sie vor der nächsten Lieferung an, wir nennen Ihnen jedes freie Fenster",
        "membership": "beenden Sie Vertrag oder Zusatz mit einer Nachricht oder einem Anruf, "
        "in zwei Schritten",
        "billing": "rufen Sie an, wir gehen die Rechnung Zeile für Zeile mit Ihnen durch",
        "conduct": "sprechen Sie mit jemandem, der nicht beteiligt war",
        "product": "bringen Sie die Ware, wir sehen sie gemeinsam an",
        "access": "nennen Sie eine Tageszeit, wir merken sie für den nächsten Anruf vor",
    },
    look="Ein Mensch sieht es sich an und antwortet bis {by}.",
    disagree="Antworten Sie einmal bis zum {by}, oder bitten Sie um Prüfung durch jemand anderen. "
    "Sie können jede Aufzeichnung öffnen.",
)

WORDS: Mapping[Language, Words] = {"en": ENGLISH, "de": GERMAN}


def spoken_in(language: str) -> Language:
    """The language of a letter for somebody with this language: theirs where we speak it, else English."""
    primary = language.partition("-")[0]
    return "de" if primary == "de" else "en"
