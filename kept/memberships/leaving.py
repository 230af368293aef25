"""Whether somebody asks to leave: the words decide, not the button pressed (DOMAIN §7). English and German."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from kept.text import saying
from kept.text.folding import fold
from kept.text.saying import Language
from kept.text.saying.english import ENGLISH
from kept.text.saying.german import GERMAN
from kept.text.saying.patterns import Pattern, patterns
from kept.text.saying.said import Said, asserted

SPEAKS_OF_IT = re.compile(
    r"\b(cancel\w*|quit(ting)?|leave|leaving|terminat\w+|(end|stop|get out of) (my|the|this|our)"
    r"|kue?ndig(e|en|t|st|ung\w*)|(hore?|hoere?) auf|beende\w*|austret\w*|austritt)\b"
)
TOLD_OF_NOW = frozenset({"supposed", "elsewhere"})


@dataclass(frozen=True, eq=False)
class Asking:
    """How a language asks to leave: plainly, or with words that only a short message needs no more than."""

    language: Language
    classes: dict[str, str]
    plainly: str
    alone: str
    not_so: str

    @cached_property
    def looked_for(self) -> tuple[Pattern, ...]:
        return patterns(self.plainly, self.language.classes | self.classes)

    @cached_property
    def looked_for_alone(self) -> tuple[Pattern, ...]:
        return patterns(self.alone, self.language.classes | self.classes)

    @cached_property
    def taken_back(self) -> tuple[Pattern, ...]:
        return patterns(self.not_so, self.language.classes | self.classes)


ENGLISH_ASKING = Asking(
    ENGLISH,
    {
        "end": "cancel|cancell|cxl|cncl|terminate|end|quit|leave|discontinue|resign|withdraw|opt out|get out|unsubscribe|close|stop"
        "|drop out|drop|give notice|hand in (my )?notice|say goodbye|sign off|wind up|wind it up|bow out|part ways|step down|be out|out|be released|finish|give up|pull out|back out|be done",
        "contract": "member|membership*|memberhip|mbrship|mbrshp|mbr|gym*|club|contract|agreement|subscription|sub|plan|direct debit|dd|fitness|studio"
        "|training*|pt sessions|sessions|personal training|account|yoga membership|add on|add ons|package|monthly (fee|payment|payments)",
        "of_sale": "delivery|deliveries|order|orders|appointment|appt|booking|reservation|slot|class|classes|lesson|spinning|induction|assembly|installation"
        "|sofa|table|warranty|insurance|quote|newsletter|emails|visit|callback|tv|protection|tour|trial workout|holiday|session (tonight|today|tomorrow|on)|window|fitting|catalogue|purchase|item|bed|mattress|fridge|pickup|card payment",
        "sale_ended": "{end} {of_sale}|{end} .. {of_sale}|{of_sale} .. {end}",
        "me": "me|us|him|her|my (son|daughter|wife|husband|mother|father)|my|our|the|this|his|her|their|mine|both|{contract}",
        "wish": "i|we|id|wed|wants|want|cust|customer|caller|member|mbr|my husband and i|both|husband|wife|to|he|she",
    },
    plainly="""
        (please|pls|plz|kindly|just|hereby|could you|can you|would you|can u|therefore|so|and|requesting|request|requests|i need you to|want you to|asking you to|ask you to|ask that you|would like you to|immediately) .. (cancel|cxl|terminate|end|close|discontinue|stop|wind up|deactivate|delete|finish|release) .. ({contract}|me|us|it|everything|direct debit) - {sale_ended}
        (want|wants|wish|wishes|would like|d like|id like|wed like|like|need|needs|have decided|decided|intend|am writing|writing|going|asks|asking|choose|prefer|ready|request|requests|requesting|wanna|want 2|wants 2|must|have) (2 |to |now to |both to |therefore to |hereby to )+ ?(please |kindly |immediately |now |formally |hereby |have to |just )?({end}) - {sale_ended} - (leave|close|end|stop|drop) (a|an|my|the) (review|note|message|feedback|comment|parcel|key|door|keys|tip|complaint|car|kids) - leave (it|them|him|her|work|early|home|at|for|on|with) - out what - not want - dont want - out more - out how - out if - out whether - out about - stop by - end up - used to - give up (my|our) (slot|place)
        (wants|want|id like|i would like|wish|like|let me|get me|im|i am|were|let us|get us|wants to be|want to be|released) (to be |to get )?(out|out of|released|off)( of)? (the|my|this|our|gym|contract|membership|here|it|asap|pls|please|from)?$|(wants|want|like|let me|get me|released) (to be |to get )?(out|released) (of |from )?(the |my |this |our |your )?{contract}
        (get|let|take|sign|count|strike) (me|us|him|her) (out|off)( .. {contract}| please| pls| plz| asap| now|$|) - van - door - showroom - mailing list - newsletter - wouldnt - would not - not let - until - {no_one}
        (cancel|cxl|terminate|end|close|discontinue|quit|stop) (me|my|our|the|this|his|her|both|all|hereby|it all)? ?.. {contract} - {sale_ended} - (to|wouldnt let me|cant|couldnt|not|tried to|how to|you|i|never|who|before|after|told|they|asked .. to|when) (cancel|cxl|terminate|end|close|discontinue|quit|stop) - why
        (to|hereby|like to|want to|wish to|need to|going to|please|decided to) (cancel|cxl|terminate|end|close|discontinue|quit) (my|our|the|this|his|her|both|all)? ?.. {contract} - {sale_ended} - (unable|not able|trying|tried|tries|how|able|allowed|wouldnt let|refuse*|person|no way|asked|have|had|easy|hard|difficult|impossible|cant|not want|dont want|why|reason|way|need .. fee|button|fee|penalty|if|when i) to (cancel|cxl|terminate|end|close|discontinue|quit) - almost - nearly
        (i|we) (hereby |am |are |now |both |formally |do |therefore |shall |will |would like to ){0,3}(cancel|cancelling|canceling|terminate|terminating|resign|quit|quitting|leaving|am leaving|resigning|give notice|giving notice|withdraw|discontinue|end|ending|revoke|am giving notice) - {sale_ended} - not (cancel*|leav*|quit*) - leaving (a|my|the) (review|tip|note|house|home|office|key) - am leaving (on|for|at) (holiday|work) - if - might
        (im|i am|we are|were|hes|shes|member|mbr|cust|caller|customer) (hereby |now |both |definitely |done|so |therefore )?(leaving|quitting|cancelling|canceling|out|off|done with (the|your|this) (gym|club|membership|place|contract)|resigning|giving notice|handing in)( .. {contract}| now| at| as| by| on| in| because| due|$| for) - {sale_ended} - (not|isnt) (leaving|quitting) - undecided - might - leaving (a|my|the) (review|tip|note|house|home|office|for work) - out of office - out of town - out of pocket
        (say|saying|must say|time to say) (goodbye|good bye|farewell) .. {contract}
        (gives|gave|giving|give|hand*|handed|takes?|serving|serve|this is|treat this as|accept this as|consider this|consider it|take this|formal|official|written|here is|regard this|hereby|submit|submitting|tender) .. (notice|notice of (cancellation|termination)|cancellation|resignation|termination) - {sale_ended} - short notice - no notice - notice board - not notice - without notice - gave .. ago - gave my notice in - refus*
        (dont|do not|not|wont|will not|pls dont|please dont|wish not to|rather not|no need to|never|not to) (be )?(renew|renewing|extend|extending|continue|continuing|prolong|roll over|roll it over|auto renew|renewed|extended) - warranty - told - delivery - never .. agreed - asked - should not - did not - didnt
        (let|allow) (it|my membership|the membership|my contract|the contract|my plan) (to )?(run out|lapse|expire|end)
        (stop|cease|halt|end) (charging|billing|debiting|taking|the (direct debit|payments|charges|debits)|all (payments|charges|debits)|collecting|deducting) .. - delivery - twice - order - delivery fee - sms
        (no longer|not|dont|do not|not any) (want|wish|going|need|able|like|care|use) .. (to be (a )?member|{contract}|to continue|to be part|to stay|to train|training with) - pause - how - delivery - told - pressured - can i - not want to lose
        (remove|delete|deregister|unsubscribe|unenrol|unenroll|sign|take|strike) (me|us|my son|my daughter|my husband|my wife|our family|him|her) .. (from|off|as a|as) .. (gym|member|membership|list of members|books|club|the system|member list)|(unsubscribe|deregister|sign off|sign me off|sign us off|unenroll|cancel) (me|us)( please| pls| plz| from .. {contract}|$| asap| now) - newsletter not
        (cancel|close|end|terminate) (me|us|it)( now| please| pls| asap|$)
        (take|regard|accept|consider|treat|see) .. (this|mail|email|e mail|letter|message) .. (as) .. (cancellation|notice|resignation|termination)
        ({contract}) .. (come|comes|coming|brought|to come) to an end .. - delivery - told - why - warranty - how
        (membership|contract|gym|subscription|direct debit) .. (must|should|to|needs to|has to|is to|please|shall) .. (be )?(closed|cancelled|canceled|ended|terminated|stopped|end|stop|wound up|discontinued) - was to - supposed to - was meant - {sale_ended} - be cancelled (online|in person|by) - can be
        (end|cancel|close|terminate|stop) (it|everything|the lot|all of it|this)( now| please| pls| asap| immediately| as of| with| from| by| on| effective| at|$) + @({contract}|leav*|notice|cancel*|member*) - {sale_ended} - how
        (request|requesting|require|demand|ask for|asking for|wants|want|apply for|applying for|confirm|seeking|enforce) .. (the |an |my |immediate |early )?(cancellation|termination|end|ending|release|exit|closure) (of|from|as of|effective|at|per|for|under|in) .. - delivery - order - {sale_ended} - fee - week - waiting - still
        (cancellation|termination|resignation|cxl|cancel) (of )?(my |the |his |her )?(membership|mbrship|contract|gym|subscription|account|plan|mbr) .. - fee - refus* - ignored - not - still - told - how - {sale_ended} - why - never - weeks - process - policy - wouldnt - cant - confirmed - form - you - they
        cancel .. (with immediate effect|effective immediately|as soon as possible|at the next possible|at the earliest|as of|from next month|asap|end of (the )?month) - {sale_ended} - why
        (next possible|earliest possible|soonest) (date|time|moment|opportunity) + {end} - {sale_ended}
    """,
    alone="""
        (cancel|cancellation|cancelation|termination|resignation|i quit|im out|i resign|cancel me|quit) - {sale_ended} - free - no
    """,
    not_so="""
        (undo|withdraw|take back|revoke|cancel|reverse|retract|ignore|disregard|scrap) .. (my|the|earlier|that) (cancellation|cancelation|notice|resignation|termination|earlier mail|request)
        (im|i am|were|we are|ill|i will|decided to|going to|want to|like to|happy to) (staying|stay|not (leaving|quitting|cancelling|canceling|going anywhere)|keep my membership|keep the membership)
        (not|never|dont|do not|didnt|wont) (want|wanted|wish|going|intend|plan|planning|looking) to (cancel|leave|quit|end|terminate)|not (cancelling|canceling|leaving|quitting)|no intention of (cancelling|canceling|leaving|quitting)
        (might|may|perhaps|maybe|possibly|probably|almost|nearly|undecided|not sure|someday|one day|eventually|in theory) .. (leave|cancel|cancelled|quit|leaving|cancelling|stop)
        (before|until) i (decide|cancel|sign|join|quit|leave)|about to join|thinking of joining|before joining|before i join
        (how|what|where|when|which) .. (notice period|cancellation (policy|fee|period|terms)) (work*|is|are|apply|applies)
    """,
)
GERMAN_ASKING = Asking(
    GERMAN,
    {
        "contract": "mitglied*|vertrag*|verträge|studio*|fitness*|abo*|gym|training*|mitgl|fitti|verein|beitrag*|probeabo|jahresvertrag|personal training|zusatzpaket*|lastschrift|einzugsermächtigung|sepa*",
        "of_sale": "lieferung*|liefertermin*|bestellung*|auftrag|termin|termine|kurs|kurstermin|kursplatz|yogastunde|stunde|buchung|reservierung|montage|aufbau|newsletter|versicherung|garantie*|zeitung|sofa|tisch|fenster|zeitfenster|wohnung|job|besichtigung|handy*|angebot|probetraining|einweisung|schrank|küche|bett|matratze|meine kündigung rückgängig",
        "sale_ended": "{end} {of_sale}|{end} .. {of_sale}|{of_sale} .. {end}|(storniere*|absagen|abbestellen|kündigen|kündige) .. {of_sale}|{of_sale} .. (storniere*|absagen|abbestellen)",
        "end": "kündigen|kündige|kündig|kündigt|künd|kndg|kdg|austreten|aussteigen|beenden|beendigen|aufhören|auflösen|abmelden|raus|rauskommen|heraus|stornieren|weg|aufgeben|nicht mehr weitermachen|schluss machen|nicht verlängern|auslaufen lassen|austritt|loswerden",
    },
    plainly="""
        (hiermit|hiemit|hierdurch|ich|wir|daher|deshalb|somit|fristgerecht|fristlos|außerordentlich|vorsorglich|nochmals|erneut|mitgl|kunde|kundin|kd|mitglied|sohn|tochter|mann|frau) .. (kündige|kündigen|kündigt|künd) - {sale_ended} - gekündigt - (kann|könnte|könnten|wollte|wollten|musste|durfte|darf|wenn|falls|ob|wie|um zu|überlege|statt|muss|müsste|sollte|nicht|niemals|beim|zum|soll|dürfe|könne|jemals|versuche|versuchte) .. (kündigen|kündigt|kündige) - (überlege|vielleicht|eventuell|evtl|nie|vorhabe)
        (kündige|trete|steige|höre|melde) (ich|wir|mich) .. 
        (möchte|möchten|will|wollen|würde|würden|wünsche|wünscht|wünschen|muss|müssen|mag|gern|gerne|mecht|moecht|bitte um|ersuche um|beantrage|bitte) .. ({end}|beendigung|auflösung|entlassung|abmeldung|kündigung|austritt|vertragsauflösung|vertragsende) - {sale_ended} - (nicht|nie|net|ned) (kündigen|austreten|aufhören|mehr kündigen) - wollte - wissen - frage - rückgängig - gebühr - nur wissen - bestätigung .. kündigung - verhindern - zurückziehen - zurücknehmen - {end} .. zurück - aus dem weg - überlegen - ob - stelle mir - vielleicht - eventuell
        (bitte|bitten|ersuche|bittet|beenden sie|lösen sie|melden sie) .. (kündig*|beend*|auflös*|abmeld*|aufheb*|nicht (mehr )?verlänger*|auslaufen|stopp*|einstell*|künd|lösch*|austrag*|abmelden) .. - {sale_ended} - rückgängig - gebühr - frage - {sale_ended} - pausier* - bestätigen sie .. kündigung von
        ({contract}) .. (bitte|mit sofortiger|zum|per|ab) .. (beenden|kündigen|auflösen|künden|auslaufen|nicht verlängern|löschen|abmelden|beendet|aufgelöst|künd) - {sale_ended} - automatisch
        (beenden|kündigen|lösen|löschen|stornieren|künden|beende|kündige|kündigt) (sie |ihr )?(bitte |mir |daher |hiermit )?(meine|meinen|mein|unseren|unsere|die|den|das|diesen|sofort) .. {contract} - {sale_ended} - kann ich - wie
        (trete|tritt|treten|steige|steigt|steigen|höre|hör|hört|hören|bin|mache|mach|meld|melde|meldet|ziehe) .. (aus|auf|raus|schluss|ab|draußen|weg|dann mal weg|mich zurück) .. + @({contract}|kündig*|abo|studio) - {sale_ended} - hör .. zu - aus .. versehen - auf .. antwort - warte auf - weigert - höre nichts - {sale_ended}
        (trete|steige|höre) .. (aus|auf)$|(trete|steige) .. (aus|aus dem|aus dieser|zum) 
        (nicht|keine|kein|keinesfalls|net|ned) (mehr |weiter |automatisch )?(verlängern|verlängerung|fortführen|fortsetzen|weiterführen|weitermachen|abbuchen|einziehen|abzubuchen|einzuziehen|mehr abbuchen) - {sale_ended} - {sale_ended} - wurde - warum - hätte - zustimmung - lieferzeit - zugestimmt - gewollt
        (raus|heraus|rauszukommen) .. (vertrag|mitgliedschaft|studio|abo)|(will|möchte|nur|einfach|bitte) .. raus .. - wie .. raus - rausgehen - {sale_ended}
        (kündigung|kündigungsschreiben|sonderkündigung|austrittserklärung|austritt|kdg|kdgg|kündg|abmeldung|vertragskündigung|widerruf) .. (zum|per|mit|meiner|meines|der|des|von|vom|wegen|für|aufgrund|ab|fristgerecht|anbei|im anhang|als anhang|mitgl|hiermit|mitgliedsnummer|mitgliedschaft|abo|vertrag|nr) - {sale_ended} - gebühr - rückgängig - nicht - nie - abgelehnt - trotz - bestätigung nicht - weggeschickt - persönlich - nur - möglich - seit - ignoriert - {no_one} - nichts - druck - keine - wie - wann - wurde - hat - ist - frage - erst - gestern bei - warte - schritte - statt - wollte - immer noch - einschreiben nötig - fehlt - soll
        (schluss|ende|aus) .. (mit|bei) .. (mitgliedschaft|vertrag|studio|abo|euch)  - märz schluss - gemacht
        (nehmt|nehmen sie|streicht|streichen sie|tragt|tragen sie|holt|lasst|lassen sie) (mich|uns|meinen sohn|meine tochter) .. (raus|aus|gehen|weg|austragen) - {sale_ended}
        (beende|beendet|beenden sie|kündigt|löst) (das|es|ihn|sie|alles|ihr) (jetzt|bitte|sofort|endlich|umgehend) + @({contract}|kündigung*|gekündigt)
        (verlasse|verlassen) (ich |wir )?(euch|sie|das studio|den verein|ihr studio|das fitness*)
        (dies|das|dritte|zweite|vierte|hier) .. (ist|noch einmal|nochmals|nochmal|erneut) .. (kündigung|kündigungsschreiben)|(nochmal|nochmals|erneut|schriftlich) .. kündigung|kündigung (hiermit|nochmal|nochmals)
        (keine|nicht mehr|kein) (mitglied|mitgliedschaft|weitere mitgliedschaft) .. (sein|bleiben|mehr|möchte|wünsche)
    """,
    alone="""
        (kündigung|kündige|kündigen|austritt|abmeldung|ich bin raus|bin raus|kdg) - {sale_ended} - nicht - rückgängig - frage - gebühr - keine
    """,
    not_so="""
        (rückgängig|widerrufen|zurückziehen|zurücknehmen|hinfällig|gegenstandslos|ignorieren|ungültig|nehme .. zurück|ziehe .. zurück) .. 
        (bleibe|bleib|bleiben) (doch|dabei|mitglied|lieber|gern|gerne|weiter)
        (nicht|nie|net|keinesfalls) (vor .. )?(kündigen|austreten|aufhören|vorhaben)|will (gar )?nicht (kündigen|weg|raus|austreten)|möchte (gar |noch )?nicht (kündigen|austreten|aufhören)
        (überleg*|vielleicht|eventuell|evtl|unsicher|noch nicht sicher|noch unentschieden|mal sehen|spiele mit) .. (kündig*|aufhör*|austret*|gehen)|(kündig*|aufhör*|austret*) .. (überleg*|vielleicht|eventuell|unsicher)
        (muss|müsste|kann|könnte|darf) (man|ich) .. (kündigen|austreten|raus) - bitte
        (hätte|wäre|würde) .. (wenn|falls) .. (kündig*|austret*)|bevor ich .. (unterschreibe|mitglied werde|beitrete)
    """,
)
LANGUAGES = (ENGLISH_ASKING, GERMAN_ASKING)
MOST_ALONE = 4  # words, with the marks between them


def asks_to_leave(words: str) -> bool:
    """Whether these words ask, now and for the writer, for a membership or contract to end.

    Asking counts however it is put: please cancel, I'm leaving, don't renew, stop charging me. No asking
    is: to cancel a delivery, an order or an appointment, "never again", a question about fee or notice, to
    think about it, somebody else's contract, an asking of the past that is only told about.
    """
    return any(_asks(said, asking) for asking, said in _read(words))


def speaks_of_leaving(words: str) -> bool:
    """Whether they ask, or so much as speak of it.

    For the *first* asking in an exchange in which a person has found one: too many words take a date back,
    in the customer's favour (DOMAIN §8), and nothing is ever turned away by it.
    """
    return SPEAKS_OF_IT.search(fold(words)) is not None or asks_to_leave(words)


def _read(words: str) -> list[tuple[Asking, Said]]:
    by_code = {asking.language.code: asking for asking in LANGUAGES}
    read = saying.read(words, [asking.language for asking in LANGUAGES])
    return [(by_code[language.code], asserted(said, language, TOLD_OF_NOW)) for language, said in read]


def _asks(said: Said, asking: Asking) -> bool:
    if any(next(said.find(each), None) for each in asking.taken_back):
        return False
    short = len(said.words) <= MOST_ALONE
    looked_for = asking.looked_for + (asking.looked_for_alone if short else ())
    return any(next(said.find(each), None) for each in looked_for)
