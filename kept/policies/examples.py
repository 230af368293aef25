"""The policies of the stories, in plain words with their terms."""

from __future__ import annotations

from datetime import datetime

from kept.base.actors import SOFTWARE
from kept.business.models import Location
from kept.policies import actions
from kept.policies.actions import CheckDraft, Draft, TermDraft
from kept.policies.models import Version

DELIVERY_EN = """\
We deliver within a **4-hour window**: 8–12, 12–16 or 16–20. We cannot promise an exact hour.

Every home is different. Nobody can tell how long the stop before yours will take: stairs, a narrow \
door, an old sofa to carry out. We group stops by neighbourhood, so that everybody gets their delivery.

You choose the window. If a truck is full then, we say so and offer the next one.

If we miss your window, you get $30 back within 10 days. You need not ask."""
DELIVERY_DE = """\
Wir liefern in einem **Zeitfenster von 4 Stunden**: 8–12, 12–16 oder 16–20 Uhr. Eine genaue Uhrzeit können \
wir nicht zusagen.

Jedes Haus ist anders. Niemand weiß, wie lange der Halt vor Ihrem dauert: Treppen, eine enge Tür, ein \
altes Sofa, das hinaus muss. Wir fahren nach Stadtteilen, damit alle ihre Lieferung bekommen.

Sie wählen das Zeitfenster. Ist ein Wagen dann voll, sagen wir es und nennen das nächste.

Verpassen wir Ihr Zeitfenster, erhalten Sie 30 $ binnen 10 Tagen zurück. Sie müssen nicht fragen."""
LEAVING_EN = """\
You can leave whenever you like, by phone, by mail or at the counter. The first person you reach does it.

We ask for no reason. The day you ask is your last day, unless you want a later one.

What you paid for days after your end date comes back within 10 days.

Ending training sessions before the agreed 12 months costs $49."""
LEAVING_DE = """\
Sie können jederzeit gehen: per Telefon, per Mail oder am Tresen. Die erste Person, die Sie erreichen, \
erledigt es.

Wir fragen nicht nach Gründen. Der Tag, an dem Sie es sagen, ist Ihr letzter, wenn Sie keinen späteren wollen.

Was Sie für Tage nach dem Ende bezahlt haben, kommt binnen 10 Tagen zurück.

Trainingsstunden vor Ablauf der vereinbarten 12 Monate zu beenden kostet 49 $."""
WHEN_EN = CheckDraft(
    "When may we come?", ("At 9 sharp", "Some time in the 4-hour window", "Whenever I phone"), right=1
)
WHEN_DE = CheckDraft(
    "Wann dürfen wir kommen?", ("Punkt 9 Uhr", "Irgendwann im Zeitfenster", "Wenn ich anrufe"), right=1
)


def delivery(location: Location, *, now: datetime) -> Version:
    """The delivery policy: a service term (the window), and what we owe when we miss it."""
    policy = actions.write("delivery", location=location, occasions=["purchase", "scheduling"])
    return actions.publish(
        policy,
        Draft(
            wordings={
                "en": ("How we deliver", DELIVERY_EN),
                "de": ("Wie wir liefern", DELIVERY_DE),
            },
            terms=(
                TermDraft("window", "service", {"hours": 4}),
                TermDraft("late_credit", "service", {"minor": 3000, "currency": "USD", "days": 10}),
            ),
            checks={"en": WHEN_EN, "de": WHEN_DE},
        ),
        by=SOFTWARE,
        now=now,
    )


def leaving(location: Location, *, now: datetime) -> Version:
    """The leaving policy: a money term (the fee for sessions ended early), and the refund."""
    policy = actions.write("leaving", location=location, occasions=["signing", "renewal", "fee_change"])
    return actions.publish(
        policy,
        Draft(
            wordings={
                "en": ("How you leave", LEAVING_EN),
                "de": ("Wie Sie gehen", LEAVING_DE),
            },
            terms=(
                TermDraft("fee", "money", {"minor": 4900, "currency": "USD", "months": 12, "of": "add_ons"}),
                TermDraft("refund", "service", {"days": 10}),
            ),
        ),
        by=SOFTWARE,
        now=now,
    )
