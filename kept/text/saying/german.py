"""German: its little words, the words that patterns of every context name, and what does not count."""

from __future__ import annotations

from kept.text.saying.language import Language

CLASSES = {
    "n": r"\d*|ein|eine|einen|einer|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|zwanzig|dreißig|halbe|halben"
    "|mehrere|mehreren|etliche|viele|paar|anderthalb|eineinhalb|zig",
    "hours": "min|minute|minuten|h|std|stunde|stunden|viertelstunde|dreiviertelstunde",
    "days": "tag|tage|tagen|woche|wochen|wo|monat|monate|monaten|mon|jahr|jahre|jahren|ewigkeit|ewigkeiten|ewig",
    "weekday": "mo|montag|di|dienstag|mi|mittwoch|do|donnerstag|fr|freitag|sa|samstag|so|sonntag|gestern|heute|morgen"
    "|vorgestern|januar|jänner|februar|feber|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
    "|frühjahr|sommer|herbst|winter|weihnachten|ostern",
    "clock": r"\d{1,2}(:|\.)?\d{0,2}( (uhr|h))?|mittags?|mitternacht|halb (eins|zwei|drei|vier|fünf|sechs|sieben|acht"
    "|neun|zehn|elf|zwölf)|(eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)( uhr)?",
    "no_one": "niemand|niemanden|keiner|keine|keinen|kein mensch|keine sau|kein schwein|keine seele|koaner|kein fahrer"
    "|kein wagen|kein lkw|kein auto|keine spedition|kein monteur|niemals jemand|nie jemand|nie wer|niemand mehr",
    "not": "nicht|nich|net|ned|nit|nie|niemals|nichts|nix|kein|keine|keinen|keiner|keinerlei|keines|keinem|niemand"
    "|niemanden|ohne|weder|noch nicht|nimmer",
    "you": "sie|ihr|ihre|ihrem|ihren|ihrer|euer|eure|eurem|euren|eurer|euch|ihnen|er|man|der|die|das|wir",
    "me": "mich|mir|uns|kunde|kundin|kd|kdin|kunden|ihn|ihm|meine frau|mein mann|meine mutter|mein vater|mitgl|mitglied",
    "bad": "zu spät|spät|verspätet|verspätung|unfreundlich|unhöflich|frech|beschädigt|beschädigung|schaden|schäden"
    "|kratzer|delle|dellen|zerkratzt|kaputt|defekt|falsch|gebraucht|abgenutzt|aufdringlich|gedrängt|bedrängt"
    "|doppelt|ignoriert|beschwerde|beschweren|beschwer|problem|probleme|ärger|mangel|mängel|fehler|verzögerung"
    "|beanstandung|beanstandungen|zu beanstanden|zu meckern|zu bemängeln|gebühr|gebühren|druck|überraschung"
    "|unpünktlich|makel|reklamation|falsche auskunft",
}

GERMAN = Language(
    code="de",
    little="der die das und ist war ich sie wir mir mich nicht ein eine einen zu den dem des mit von für auf im in am an "
    "es hat habe haben wird wurde sind aber noch bei nach wie was wann kann können bitte danke sich ihr ihre "
    "ihnen mein meine meinen schon seit dass nur auch oder euch bin hab is mal net nix kein keine um aus zum zur",
    classes=CLASSES,
    denied="""
        (nicht|nie|niemals|keineswegs|kaum|weder|noch|niemand war|keiner war|nichts (war|ist)|net|nich|auch nicht|gar nicht|überhaupt nicht|keinesfalls) (mal|wirklich|etwa|einmal|zu|im geringsten|ein bisschen|besonders|sonderlich)? ?{bad}
        (kein|keine|keinen|keinerlei|ohne|null|nicht ein|nicht eine|nicht einen|nicht der geringste) (einzige|einziger|einzigen|einziges|jede|jeden|jegliche|grund zur|großen|große|weitere|sichtbare|sichtbaren)? ?{bad}
        nichts (zu )?(beanstanden|bemängeln|meckern|auszusetzen|beschweren|kaputt|beschädigt)
        es war (kein|keine) {bad}
        (kein|keine) (einzige |einziger |einzigen )?(minute|kratzer|delle|schramme)( zu spät)?
    """,
    supposed="""
        (?<!mal )(?<!immer )(?<!auch )(wenn|falls|sofern)
        (was (passiert|ist|geschieht|mache ich|mach ich|tun|wäre|wenn)|angenommen|gesetzt den fall|für den fall|im falle?|sollte (der|die|das|ich|es|etwas|sie|mein|meine|wer|jemand|was)|sollten (sie|wir|die|sich)|es sei denn|vorausgesetzt)
        (hoffe|hoffen|hoff|hoffentlich|wünsche mir|befürchte|fürchte|(mache|mach) mir sorgen|habe angst|hab angst|sorge mich|nicht dass)
        (bitte|bittet|achtet|achten sie|passen sie|passt) (darauf|drauf|nicht|auf|sicherstellen|aufpassen|vorsichtig|pünktlich|achten|sorgen)
        (damit|sodass) (nichts|nicht|keine|kein|niemand|der|die|das) .. (wird|werden|kommt|passiert|geht|ist)
        (ich|wir|bin|sind|komme|kommen|mein mann|meine frau|mein sohn) (ich |wir |werde |werden |bin |sind |komme |kommen |leider |heute |etwas |ca |ein |paar |voraussichtlich |vermutlich |wahrscheinlich |vielleicht |zum training |{n} |{hours} ){0,4}(zu spät|später|verspäte|verspäten|verspätet|spät)
        (ich|wir) verspäte(n)? (mich|uns)
        (überlege|überlegen|überleg|denke (darüber|drüber) nach|spiele mit dem gedanken|bin am überlegen|erwäge|erwägt|überlegt|denkt (darüber )?nach)
    """,
    elsewhere="""
        (mein|meinem|meinen|meiner|meine|unser|unserem|das|der|beim|im|vom|dem) (letzte|letzten|letztes|letzter|alte|alten|altes|alter|alt|frühere|früheren|früheres|vorige|vorigen|voriges|ehemaliges|ehemaligen|andere|anderen|anderes|ex|vorherige|vorherigen|vorheriges) (studio|fitnessstudio|fitness studio|fitnesscenter|gym|möbelhaus|laden|geschäft|anbieter|händler|firma|verein|fitti|shop|küchenstudio|markt)
        (altes|letztes|früheres|voriges|vorheriges|anderes) (studio|fitnessstudio|gym|möbelhaus|fitti)|(anderen|andere|anderer|andres|anderem) (händler|anbieter|studio|laden|möbelhaus|firma|geschäft|gym|läden|studios|anbietern|händlern|häuser)
        (konkurrenz|mitbewerber*|woanders|anderswo|andernorts|nebenan|ikea|amazon|ebay|mcfit|mc fit|clever fit|fitx|john reed|xxxlutz|lutz|kika|poco|roller|mömax|otto|media markt|mediamarkt|dhl|hermes|dpd|gls|wayfair|meine bank|meiner bank|hausbank|telekom|vodafone|mein vermieter|meininternetanbieter|mein [^ ]{3,20}anbieter|meine [^ ]{3,20}firma|meine versicherung|die post|der bahn|die bahn)
        (mein|meine|meinem|meiner|ein|eine|der|die) (freund|freundin|nachbar|nachbarin|kollege|kollegin|bruder|schwester|schwager|cousin|cousine|bekannter|bekannte|tante|onkel) .. (bei|in|im|von) (einem|einer|seinem|seiner|ihrem|ihrer) (anderen|andren|studio|gym|laden|möbelhaus)
        (bewertungen|rezensionen|im internet|im netz|forum|google) .. (gelesen|gesehen|steht|stand)|(gelesen|gehört) .. (dass|über|bewertungen)
        (bei|in|im) (meinem|meiner) (letzten|alten|früheren|vorigen|ex)
    """,
    here="""
        (bei|von|mit|zu|an) (ihnen|euch|eich)|ihr (fahrer|team|mitarbeiter|verkäufer|studio|haus|kollege|kundendienst|service|trainer|unternehmen|laden|habt|seid)|ihre (firma|leute|fahrer|mitarbeiter|mitarbeiterin|kollegin|hotline|spedition|monteure)|euer (fahrer|team|laden|verkäufer)|eure (leute|fahrer|hotline)|hier|diesmal|dieses mal|jetzt|nun|haben sie|sie haben|habt ihr
    """,
    asked="""
        (was|wie|wann|welche|welcher|welches|welchen|wer|wo|wieviel|ab wann|bis wann|wie lange|wie viel|wofür) (ist|sind|kostet|kosten|passiert|macht|mache|mach|muss|müsste|kann|könnte|darf|soll|hoch|lange|viel|läuft|gilt|geht|wäre|würde|werden|wird|zeiten|zahlungsarten|fenster|tage|tag|unterlagen|frist|habe|hab|haben|kündigungsfrist|kommt|kommen|bekomme|bekomm|erreiche|weit|genau|groß|schnell|oft|bei|heißt|bedeutet|wenn) .. - (noch nicht|immer noch|endlich|bitteschön|bitte schön|dauert das noch)
        (gibt|gibts|gäbe) (es)?
        (kann|könnte|können|könnten|darf|dürfte|dürfen|muss|müsste|müssen|soll|sollen|wird|werden|würde|würden|hätte|hätten|haben|hat|habt|ist|sind|wäre|liefert|liefern|nehmt|nehmen|bietet|bieten|verlängert|verrechnet|kostet|fällt|fallen|berechnen|bekomme|bekommt|geht|ruft|lässt|braucht|brauche|brauch|gelten|gilt|passt|macht|kommt|zahle|zahlt) (ich|wir|man|sie|ihr|der|die|das|es|mein|meine|den|eine|ein|sich|da|auch|mir|samstag|für|bei|dann|vielleicht|u|eigentlich|denn) .. - {no_one} - (warum|wieso|noch nicht|immer noch|schon wieder|ernsthaft|euer ernst|ihr ernst|nicht)
        (frage|fragt|anfrage|fragen|rückfrage|kurze frage|wollte (nur |mal |kurz )?(fragen|wissen)|möchte (nur |gern |gerne )?(fragen|wissen)|würde gerne? wissen|frage mich|erkundigt|informiert) (zu|zum|zur|ob|nach|wegen|ist|wäre|wie|wann|was|sich)
        (ob|wüsste gern|sagen sie mir|können sie mir sagen|könnten sie mir sagen|würden sie mir sagen) (ob|wann|wie|was|der|die|das|ich|es|man|sie|ihr)
    """,
    reproach="""
        warum|wieso|weshalb|wie kann (es|das|man|so|ein)|wie können sie|wie könnt ihr|was (soll|fällt|bilden|erlauben|denken|ist (das|denn)|glauben)|wie (oft|lange) (noch|soll|muss|denn)|wie stellen sie|ist das (ihr|euer|normal|üblich|etwa|wirklich)|gehts noch|ernsthaft|wo (ist|bleibt|bleiben|sind) (mein|meine|der|die|das|euer|ihr|eure|denn)|wann (kommt|kommen|bekomme|krieg) .. (endlich|rest)|soll das ein witz|wie soll
    """,
    settled="""
        (ist|hat|haben|wurde|wurden|sich|inzwischen|mittlerweile|ja|schon|bereits|längst|alles|aber|dann) (sich |ja |inzwischen |mittlerweile |längst |schon |bereits |alles |schnell |dann |sofort |vorbildlich |gut |prima |super |bestens ){0,4}(erledigt|geklärt|gelöst|behoben|bereinigt|gutgeschrieben|ausgebügelt|vergessen|beigelegt|repariert und läuft|verziehen|schnee von gestern) - (nicht|nie|noch nicht|nichts|keiner|niemand|bis heute|net)
        schwamm drüber|schnee von gestern|kein thema mehr|hat sich erledigt|alles wieder gut|alles gut|passt schon|mein fehler|meine schuld|war mein versehen|ich habe mich geirrt|hab mich geirrt|hab mich vertan|bitte ignorieren|gegenstandslos|doch noch aufgetaucht|hat sich geklärt|fehlalarm|nichts für ungut|vorbildlich .. (gelöst|geregelt)|nehme ich zurück|nicht mehr böse
    """,
    typed="lieferung geliefert fahrer verspätet verspätung beschädigt zerkratzt kündigung gekündigt kündigen kündige "
    "mitgliedschaft vertrag verlängert verlängerung abgebucht abbuchung doppelt erstattung rückerstattung rechnung "
    "erhalten kaputt versprochen rückruf zurückrufen zurückgerufen angerufen erreichbar erreichen termin zeitfenster "
    "gewartet niemand unfreundlich ignoriert information beschreibung bestellt bestätigung gebühr überraschung "
    "verkäufer mitarbeiter berechnet eingezogen abgenutzt gebraucht defekt beschwerde antwort gekommen "
    "angekommen nachmittag vormittag gutschrift einverstanden zugestimmt gedrängt reklamation funktioniert",
    right="kündigungen verträge lieferungen liefern rechnungen termine gebühren antworten erreicht erhält bestellen "
    "bestellung fahren fahrten versprechen abbuchungen verkäuferin mitarbeiterin mitarbeitern informationen "
    "beschwerden gebraucht gebracht gewarnt gewertet bekommen entkommen vertrags vertrage fahrern rückrufe "
    "bestellte berechne berechnung erstatten vormittags nachmittags reklamationen beschreiben verkaufen gekonnt "
    "verlängern verlangt berichtet defekte defekten gelitten",
)
