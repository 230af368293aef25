"""What people write when they complain, and what they write when they do not: a line for each."""

from __future__ import annotations

from kept.complaints.fields import ClaimKind

CLAIMS: dict[ClaimKind, tuple[str, ...]] = {
    "delivery.late": (
        "The driver turned up two hours after the window.",
        "Der Fahrer kam drei Stunden zu spät.",
    ),
    "delivery.missed": (
        "I waited at home all morning and nobody came.",
        "Ich habe mir frei genommen und niemand ist erschienen.",
    ),
    "delivery.wished_window_refused": (
        "I asked for a Saturday morning and your planner refused.",
        "Ich bat um einen Termin am Abend, das wurde abgelehnt.",
    ),
    "delivery.not_delivered": (
        "My wardrobe still has not arrived.",
        "Das Regal ist bis heute nicht angekommen.",
    ),
    "delivery.damaged": (
        "The table arrived with a deep scratch across the top.",
        "Der Tisch wurde mit einem Riss in der Platte geliefert.",
    ),
    "membership.cancellation_refused": (
        "The front desk refused to accept my cancellation.",
        "Meine Kündigung wurde am Empfang nicht angenommen.",
    ),
    "membership.cancellation_ignored": (
        "I cancelled in May and you are still charging me.",
        "Ich habe im Mai gekündigt und es wird trotzdem weiter abgebucht.",
    ),
    "membership.fee_disputed": (
        "Nobody ever told me about a cancellation fee of 80 euros.",
        "Die Kündigungsgebühr akzeptiere ich nicht, davon war nie die Rede.",
    ),
    "membership.unexpected_renewal": (
        "My contract was renewed for another year without any notice.",
        "Mein Vertrag hat sich ohne Hinweis um ein Jahr verlängert.",
    ),
    "membership.wrong_freeze": (
        "You charged me the full price although my membership was frozen.",
        "Trotz Ruhezeit wurde der volle Beitrag abgebucht.",
    ),
    "membership.pressured": (
        "When I wanted to cancel he tried to talk me into a cheaper plan.",
        "Als ich kündigen wollte, hat man versucht mich zu überreden.",
    ),
    "billing.wrong_amount": (
        "The invoice is 40 pounds too much.",
        "Die Rechnung ist um 40 Euro zu hoch.",
    ),
    "billing.charged_twice": (
        "My card was charged twice for the same order.",
        "Der Betrag wurde doppelt von meinem Konto abgebucht.",
    ),
    "billing.not_agreed": (
        "There is a charge for insurance that I never agreed to.",
        "Auf der Rechnung steht eine Versicherung, die ich nie bestellt habe.",
    ),
    "billing.refund_late": (
        "I am still waiting for my refund from June.",
        "Auf meine Erstattung warte ich immer noch.",
    ),
    "conduct.rude": (
        "Your colleague on the phone was very rude to me.",
        "Ihr Mitarbeiter war unfreundlich und hat mich angeschrien.",
    ),
    "conduct.ignored": (
        "I wrote to you three times and never got a reply.",
        "Auf meine drei Mails habe ich keine Antwort bekommen.",
    ),
    "conduct.pressured": (
        "The salesman pressured me into signing the warranty.",
        "Der Verkäufer hat mich gedrängt, sofort zu unterschreiben.",
    ),
    "conduct.wrong_information": (
        "Your colleague told me delivery was free, which turned out to be wrong.",
        "Am Telefon wurde mir eine falsche Auskunft gegeben.",
    ),
    "product.not_as_described": (
        "The rug looks nothing like the picture on your website.",
        "Das Sofa hat eine andere Farbe als auf der Website abgebildet.",
    ),
    "product.defective": (
        "The dishwasher stopped working after one week.",
        "Die Waschmaschine funktioniert nicht.",
    ),
    "product.worn": (
        "The armchair you sold me as new is clearly second hand.",
        "Der Sessel hat deutliche Gebrauchsspuren, obwohl er neu sein soll.",
    ),
    "access.unreachable": (
        "I cannot get through to anybody on the phone.",
        "Bei Ihnen geht niemand ans Telefon.",
    ),
    "access.no_call_back": (
        "You promised to call me back and never did.",
        "Der versprochene Rückruf kam nie.",
    ),
}
NO_CLAIMS = {
    "denied": "The driver was not late at all, and nothing was damaged.",
    "a question": "What happens if the driver is late?",
    "supposed": "If the sofa arrives damaged I will send you a photo.",
    "a wish": "I hope nothing is damaged this time.",
    "of others": "My last gym charged me twice and was rude about it.",
    "another shop": "The other store delivered three hours late.",
    "their own lateness": "I will be ten minutes late for my class.",
    "settled": "You were two hours late last year, but it has all been sorted.",
    "only loud": "YOU ARE ALL CLOWNS!!! I WILL NEVER SHOP HERE AGAIN",
    "threat": "I'll tell all my friends not to shop here.",
    "thanks": "Thank you, everything was perfect.",
    "nothing": "",
    "verneint": "Der Fahrer war nicht zu spät, und es gab keine Kratzer.",
    "eine Frage": "Was passiert, wenn der Fahrer zu spät kommt?",
    "anderswo": "Mein altes Studio hat meine Kündigung ignoriert.",
    "nur laut": "NIE WIEDER! ICH ERZÄHLE ES ALLEN!",
    "erledigt": "Die doppelte Abbuchung hat sich inzwischen erledigt.",
}
