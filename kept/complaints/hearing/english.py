"""How people complain in English: the words of each kind of claim, and the signs of complaining at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kept.complaints.fields import ClaimKind
from kept.text.saying.english import ENGLISH

CLASSES = {
    "thing": "sofa|sofas|couch|settee|suite|table|tables|chair|chairs|armchair|recliner|stool|stools|desk|bed|beds|bedframe"
    "|frame|mattress|wardrobe|cupboard|cabinet|cabinets|drawer|drawers|shelf|shelves|bookcase|sideboard|dresser|lamp|lamps"
    "|rug|carpet|curtains|mirror|kitchen|worktop|oven|cooker|hob|fridge|freezer|dishwasher|dryer|washer|washing machine"
    "|machine|tv|telly|kettle|toaster|blender|hoover|vacuum|treadmill|bike|bench|parcel|package|parcels|box|boxes|order"
    "|orders|item|items|goods|furniture|delivery|deliveries|shipment|stuff|thing|product|cushion|cushions|cover|legs|leg"
    "|door|doors|handle|glass|top|tabletop|headboard|slats|upholstery|fabric|leather|set|unit|ottoman|footstool|panel"
    "|corner|side|base|lid|seat|arm|armrest|zip|hinge|motor|screen|button|pieces|piece|replacement|part|parts|crate|seam"
    "|bunk|cot|pram|stand|nightstand|bulb|remote|heater|fan|microwave|coffee machine|espresso machine|vase|pillow|blind|blinds",
    "crew": "driver|drivers|van|truck|lorry|crew|delivery (men|man|guy|guys|people|team|boys|lads)|courier|fitter|fitters"
    "|technician|installer|installers|movers|carriers|delivery|guys|lads|men|assembly team|engineer|workmen|delivery van",
    "came": "reached (us|me|my|our|the)|reached|drew up|pulled in|got to (me|us|my|our)|dropped off|brought|bring|handed over|delivering|unloaded|came|come|comes|coming|arrived|arrive|arrives|arriving|showed|showed up|show up|shows up|shown up|show|turned up|turn up"
    "|turns up|turned|appeared|appear|pulled up|rolled up|rolled in|strolled up|got here|get here|got there|reached us|made it|make it"
    "|rocked up|delivered|deliver|materiali[sz]ed|rang the bell|rang the doorbell|knocked|was here|were here|landed|on the doorstep|at (my|our|the) door|here",
    "damage": "caved in|gouged|scraped|ding|dinged|dents|fractured|splintering|shattering|ripped open|burst open|waterlogged|drenched|moul?dy|bits missing|snapped off|broken off|come off|came off in transit|damage*|scratch*|dent|dents|dented|crack*|chip|chips|chipped|torn|tear|tears|ripped|rip|rips|broken|broke|smashed"
    "|shattered|gouge*|gash*|scuff*|stain*|bent|snapped|crushed|bashed|hole|holes|soaked|soaking|wet|muddy|splinter*|split"
    "|splits|squashed|wrecked|ruined|warped|cracked|marks|mark|nick|nicks|gash|shards|in bits|in pieces|in two|sliced|slashed"
    "|scrape*|battered|mangled|dinged|ding|dings|chunk|smeared|punctured|buckled|kicked|dropped|trashed|chewed",
    "home": "wall|walls|floor|floors|hallway|doorframe|door frame|doorway|banister|bannister|stairs|staircase|skirting|paint"
    "|plaster|parquet|tiles|tile|ceiling|laminate|wallpaper|flooring|gate|fence|garden|lawn|letterbox|hedge|car|porch|steps",
    "broken_down": "gives up|gave out|went bang|goes bang|packs up|wont|buzzing|humming|whirring|clunking|clicking noise|rattle|drips|dripping|leaky|fell to bits|falls to bits|in two|(is|isnt|not|stopped|stops|quit|no longer) (cooling|heating|charging|turning|spinning|draining|closing|opening|switching|starting|reclining|lighting|freezing|washing|drying|pumping|printing|locking|holding|staying|responding|warming|working)|only (hot|cold) air|hot air only|blank screen|black screen|no (power|picture|sound|heat|hot water|suction|light)|burned in|burnt in|hinky|stops dead|stopped dead|stops halfway|sinks|keeps sinking|wont stay up|faulty|defective|defect|defects|malfunction*|kaput|not working|stopped working|stops working|quit working|packed (in|up)|gave up"
    "|broke down|breaks down|broken down|conked out|died|dead|dead on arrival|doa|leaks|leaking|leaked|leak|squeaks|squeaking|squeak"
    "|squeaky|rattles|rattling|wobbles|wobbly|wobble|wobbling|collapsed|collapses|fell apart|fallen apart|falling apart|falls apart"
    "|came apart|coming apart|came off|comes off|coming off|come off|fell off|falls off|gave way|gives way|jams|jammed|jamming|stuck|sticks"
    "|overheats|overheating|smokes|smoking|sparks|sparked|flickers|flickering|short circuit*|error|errors|error code|bricked"
    "|makes .. (noise|noises|sound|racket)|making .. (noise|noises|sound)|noise like|loud (noise|humming)|grinding|rust*|unstable|lopsided"
    "|cuts out|cutting out|shuts (off|down)|shut (off|itself)|turns itself off|switches itself off|trips the|tripping the|trips my|blew|burnt out|burned out"
    "|beeps|keeps (stopping|breaking|falling|coming|beeping|tripping|switching|turning|popping|cutting|restarting|freezing|losing)|bust|busted|burst",
    "fails": "(doesnt|does not|wont|will not|didnt|did not|cant|cannot|isnt|no longer|never|refuses to|hasnt|not) .. (work|works|worked|working|turn on|switch on|start"
    "|starts|close|closes|shut|shuts|open|opens|heat|heats|cool|cools|chill|spin|spins|drain|drains|charge|charges|lock|fold|recline|reclines|stay|hold|holds"
    "|power|light|lights|latch|move|extend|adjust|function|functioning|boot|pair|pairs|connect|freeze|run|runs|light|ignite|ignites|flush|print|scan|rinse|brew|toast|grind|swivel|tilt|roll|stand up|get cold|get warm|get hot|fit together|line up|slide|respond)",
    "use_time": "after {n} (days|weeks|months|wks|uses|washes|nights|evenings|goes|minutes|sittings)|since (day one|last)|second time|first use|after (only )?(a|one|two) (day|week|month)"
    "|already|within (a|the first|{n}|days|weeks|months)|first (week|month|night|time|day)|{n} (weeks|months|wks|days) (old|in|on|later)|barely {n}",
    "second_hand": "used|second hand|secondhand|ex display|display model|display piece|floor model|showroom (model|piece|item)|display|pre owned"
    "|preowned|pre loved|previously (owned|used|opened)|refurbished|reconditioned|not new|isnt new|wasnt new|aint new|(been|already|clearly|obviously) (used|opened|worn|sat on|slept (on|in)|returned|owned|assembled|handled)"
    "|someone elses|somebody elses|another customers|somebody elses|someone elses|somebodys|crumbs|hair|hairs|pet hair|dog hair|signs of (use|wear)|returned (item|goods)|customer return|worn|wear|worn out|wear and tear|fingerprints|b stock|demo|demonstrator"
    "|price tag from|old label|dust|dusty|smells of (smoke|cigarettes|dog|food|perfume)|smell|lived in|hand me down|factory seal|seal .. (broken|open)|box .. (already )?open*",
    "worn_out": "pilling|pills|bobbl*|sagging|sags|sagged|sag|faded|fading|threadbare|frayed|fraying|peeling|peels|peeled|flaking|flattened|flat as|lost (its|their) (shape|colour|color|bounce)|gone flat|worn (thin|through|out)|discolou?red|balding|see through",
    "staff": "staff|colleague|colleagues|employee|employees|assistant|salesman|salesmen|saleswoman|salesperson|sales (man|guy|rep|lady|person|staff|woman|girl|assistant|team|people|clerk)|sales|rep|agent"
    "|manager|mgr|receptionist|reception|cashier|clerk|trainer|instructor|driver|drivers|team|guy|girl|lady|woman|man|bloke|chap|lad|someone|somebody|person|people|shop|store|hotline|advisor|adviser|support|front desk"
    "|customer service|operator|technician|fitter|gym|showroom|consultant|worker|supervisor|boss|young man|gentleman|he|she|they|you|u|your|ur",
    "swore_to": "told (me|us|him|her|my [^ ]+|cust|customer)|was told|were told|been told|assured|promised|promise|informed (me|us)|was informed|advised|confirmed|guaranteed|swore|insisted|quoted|misquoted|according to|was given|were given|led to believe|word for word|said",
    "told": "told|tells|said|says|assured|promised|promise|informed|advised|confirmed|claimed|claims|guaranteed|swore|stated|explained|insisted|mentioned|quoted|according to|was given|were given|given|led to believe|word for word|on the phone",
    "untrue": "not true|untrue|wrong|false|incorrect|nonsense|rubbish|a lie|lie|lies|lied|lying|misled|mislead*|misinform*|not the case|turns out|turned out|in fact|in reality|actually|not so|isnt so|isnt|its not|it is not|it doesnt|it does not|doesnt|does not"
    "|it isnt|wasnt|they (arent|dont|werent)|there (is|was) (no|none)|no such|but (no|not|now|the|it|there)|yet|wont|wouldnt|couldnt|cant|cannot|knew nothing|knows nothing|never heard|nothing of|has no idea|had no idea|different|opposite|contrary|instead|now|not valid|expired|closed|denies|which is it|honou?red|made up|baloney|bogus",
    "money": r"charged?|charges|charging|billed|billing|bill|bills|invoice|invoiced|invoices|debit|debited|debits|direct debit|dd|payment|payments|paid|pay|paying|paypal|taken|took|withdrawn|deducted|account|card|credit card|statement|fee|fees|price|cost|costs|amount|sum|total|eur|euro|euros|usd|gbp|dollars|pounds|quid|bucks|receipt|inv|subscription|money|cc",
    "money_out": "charged?|charges|charging|billed|billing|invoiced|debited|debit|debits|withdrew|withdrawn|deducted|taken|took|taking|collected|hit|booked|paid|pay|payment|payments|transaction|transactions|invoice|invoices|card|account|bank",
    "fee": "fee|fees|penalty|charge|fine|(eur|usd|gbp|euro) \\d*|\\d* (eur|usd|gbp|euro|euros|pounds|dollars|quid|bucks|francs|chf)",
    "leaving": "cancel*|exit|leav*|left|terminat*|early termination|quit*|get out|getting out|break (my|the) contract|ending|end (my|the)|notice|closing|close (my|the)|resign*|cxl|let me go|go",
    "cancel": "cancel|cancelled|canceled|cancelling|cancellation|cancelation|cxl|cancl|terminate|terminated|termination|terminating|quit|quitting|resign|resigned|resignation|notice|leave|leaving|get out|end (my|the|his|her) (membership|contract|subscription)|out of (my|the|this) (membership|contract)|opt out|unsubscribe|sign me off|sign off|let me out|let me go",
    "cancelled": "cancelled|canceled|my cancellation|the cancellation|cancellation (letter|form|email|mail|request|notice)|cancelation|cxl|cxled|terminated|resigned|resign|resignation|gave notice|given notice|handed in (my )?notice|notice|my termination|quit|left|ended (my|the)|sent .. (cancellation|resignation|notice|termination)|asked .. (to be )?(cancel|cancelled|canceled|leave|end|out|terminate)|requested .. (cancel|cancellation|termination)|said cancel|closed (my|the)|terminate",
    "member": "member|members|mbr|mbrship|mbrshp|membership|gym|contract|subscription|plan|direct debit|dd|studio|club|fitness|training|fees|dues",
    "pressing": "pressure|pressured|pressuring|pressurised|pressurized|high pressure|push|pushed|pushing|pushy|forced|forcing|coerced|bullied|bully|badger*|harass*|hassl*|pester*|hound*|guilt*|intimidat*|hard sell|hard sold|cornered|cornering|strong arm*|arm twist*|twisted my arm|browbeat*|cajol*|talked .. into|talk .. into|talking .. into|talked me|ambush*|press(ed)? (me|us|him|her|on)|nagg*|nag"
    "|wouldnt (take no|let (it )?go|stop|let up|leave me alone|back down|give up)|would not (take no|stop|let up)|(didnt|did not|doesnt|refused to|wont) (take no|accept no)|no for an answer|take no for|worked on|working on me|laid it on|until i (signed|gave in|agreed|caved|said yes|bought)|till i (signed|gave in)|gave in|caved|(made|make) (me|us|him|her) sign|had to sign|sign (on the spot|there and then|right now|right away|immediately|today|now)"
    "|(would|will) not let (me|us) (leave|go)|wouldnt let (me|us) (leave|go)|blocked the (door|exit|way)|stood in front of the door|only signed because|signed (just )?to get|steamroll*|railroad*|strongarm*|breathing down|followed (me|us) (around|out|to)|insisted (i|we|on) (sign|buy|take|upgrade|add)",
    "staying": "offered (me|us|him|her)|kept offering|keeps offering|persuad*|talk (me|him|her|us) (out|round|into staying)|talked (me|him|her|us) (out|round)|to stay|staying|convinc*|reconsider|retention|cheaper|half price|discount|downgrade|pause|upsell|upgrade|free month*|sales pitch|pitch|lecture*|beg*|why (i|are you|r u)|three people|interrogat*|{n} reasons|questionnaire|begged|pleaded|grilled|different plan|another plan|smaller plan|freeze instead|kept (asking|offering|trying|talking|on|me)|on at me|keep (me|him|her)|spent .. (hour|minutes)|rattl* (off|through)|selling me|sell me|sold me|work on me|one more offer|counter offer*|special offer|sit through|listen to",
    "rude": "beggars cant|sob story|flat no|get over it|none of (your|my) business|love at me|sweetheart|hysterical|called (me|him|her|us) (lazy|fat|slow|thick|mad|crazy|pathetic|weak|ugly|old|[^ ]{4,14})|(video|photo|picture|selfie) of me|filmed me|rude|rudely|rudest|impolite|insult*|swore|swear|swearing|sworn at|cursed|cursing|shout*|yell*|scream*|laughed (at|in|when)|laughing at|mock*|ridicul* (me|us|my)|sarcastic*|sarcasm|condescend*|patroni[sz]*|arrogant|arrogance|disrespect*|unfriendly|offensive|aggressive*|aggression|abus*|snapped at|snaps at|barked|hung up on|hangs up on|slammed .. (phone|door)|(roll*|rolling) .. eyes|eye roll|called (me|him|her|us|my wife|my husband|my mother|my son|my daughter|my mum|my dad) (a|an|names|stupid|fat|old|crazy|mad|liar|dumb|idiot|love|sweetheart|hysterical|difficult)|idiot|moron|stupid question|told (me|him|her|us|my wife) to (shut|f|get lost|get a|go away|calm|stop|relax|grow|learn|piss|chill|be quiet|deal)|shut up"
    "|spoke to (me|us|her|him|my wife) (like|as)|spoken to (like|as)|talked to (me|us|him|her) (like|as)|talked to like|treat(ed|s)? (me|us|him|her|customers)? ?(like|as if|as though)|talked down|talk down|spoke down|talking down|attitude|sneer*|snigger*|smirk*|scoff*|giggl*|snort*|racist|sexist|homophobic|dismissive*|snotty|snarky|snide|snippy|made fun|make fun|making fun|joke(d|s)? about (my|me)|mutter*|curt|unprofessional|nasty|hostile|threaten*|cheeky|foul mouth*|lewd|leer*|middle finger|bad manner*|no manners|mean to|vulgar|turned (his|her|their) back|contempt*|belittl*|humiliat*|degrad*|unpleasant|disdain*|hissed|tone .. (nasty|awful|unacceptable)|(that|his|her|the) tone|grumpy|surly|stroppy|obnoxious|insolent|ill mannered|not my problem|you problem|comment(s)? about my|remark*|spat at|grunt*|ungrateful|gave me the finger|huffed|tutted",
    "no_answer": "(remain|remains|remained|went|gone|go|still|been|lie|lies) unanswered|unacknowledged|not (been )?answered|no (so much as|sign of life|acknowledgement)|without so much|never an answer|answer came there none|nobody (has )?(reacted|bothered|written back)|not bothered to|no one (has )?(reacted|bothered|written back)|deaf ears|disappeared into|no (reply|replies|answer|answers|response|responses|reaction|acknowledg*|word|feedback)|not (been )?(replied|answered|responded|heard|acknowledged)|(never|not|hasnt|havent|didnt|dont|doesnt|wont|nobody|noone|no one|none|hadnt|isnt) .. (repl*|answer*|respond*|response|heard|hear|acknowledg*|react*|come back to|came back to|got back|get back|gotten back|followed up|read (it|them))|unanswered|heard (nothing|zilch|nada|zero|nil|squat|not a (word|thing|peep|sausage)|back nothing)|hear (nothing|back nothing)|nothing (back|heard|since|happened|happens|came)|radio silence|silence|crickets|not a (word|peep|line)|black hole|into the (void|ether|bin)|ghosted|ghosting|stonewall*|zero (response|reply|reaction)|without (an|a|any|so much as a) (reply|answer|response|reaction|acknowledg*)|waiting for (a|an|any|your) (reply|answer|response)|still (no|waiting for) (reply|answer|word|response|news)",
    "wrote": "wrote|written|writing|emailed|e mailed|email|emails|mailed|mail|mails|e mail|message|messages|messaged|texted|letter|letters|form|ticket|contacted|asked|enquir*|inquir*|complained|complaint|reported|reminder|reminders|reminded|chat|request|requests|query|whatsapp|submitted|filled in|chased|chasing",
    "shunned": "ignored|ignoring|ignores|being ignored|walked (straight |right )?past (me|us)|looked (right |straight )?through (me|us)|left standing|stood (there|at|around|in|for|waiting)|stand there|brushed (me|us)? ?off|fobbed (me|us)? ?off|fob me|passed (me |us )?(around|from|back and forth|on to|pillar)|sent (me |us )?(around|from one|from department|from pillar|in circles|back and forth)|pillar to post|from (desk|person|counter|department) to (desk|person|counter|department)|shrugged|turned (his|her|their) back|nobody (cares|cared|listens|listened|helped|helps|served|serves|bothered|looked|took|even|seems|wants|noticed|acknowledged|at the desk)|no one (cares|cared|listens|listened|helped|helps|served|bothered|looked|took|even|seems|wants|noticed|acknowledged)|not (one|a single) (person|employee|member of staff|of them)|couldnt (care|be bothered)|talking to a (brick )?wall|talk to a wall|didnt (even )?(look up|look at|listen|acknowledge|bother)|wasnt (even )?(acknowledged|served|greeted)|kept (chatting|talking|typing|on chatting)|carried on (chatting|talking)|busy with (his|her|their) phone|on (his|her|their) phones?|invisible|thin air|as if i (wasnt|werent|didnt)|like i (wasnt|didnt)|waited .. to be (served|seen|helped)|nobody .. (help|serve)|stalled|put off",
    "phone": "phone|phones|phoned|telephone|line|lines|number|hotline|call|called|calls|calling|rang|ring|dial*|ringing|queue|hold|switchboard|voicemail|answering machine|helpline|tel|service line|chat|reception|front desk",
    "call_back": "(hear|heard) from .. by phone|someone will (phone|call|ring)|somebody will (phone|call|ring)|(theyd|hed|shed|youd|they would|he would|she would|will) (call|ring|phone|get in touch|be in touch)|del callback|call back|called back|calling back|callback|call backs|callbacks|calls back|rang back|ring back|ringing back|rung back|phone back|phoned back|cb|returned (my|our|the|any|a) (call|calls)|return (my|our|the|any|a) (call|calls)|returning my (call|calls)|(call|ring|phone|called|rung|rang|phoned) (me|us|him|her|cust|you) (straight |right )?back|back to me|get back to (me|us|him|her)|got back to (me|us)|gotten back to (me|us)|(promised|agreed|supposed|meant|going|said (he|she|they|you|someone|somebody)( would|d)?|would|was to|were to|due to) .. (call|ring|phone|be in touch|give (me|us) a (call|ring|bell|buzz))|(promised|arranged|agreed|scheduled|expecting|awaiting|waiting (for|4|on)) .. (call|phone call|ring)|phone call from (you|your)|a (call|ring) (by|within|before|today|on {weekday})|call from (your|the|a) (manager|team|workshop|service)",
    "slot": "morning|mornings|afternoon|afternoons|evening|evenings|{weekday}|weekend|{clock}|window|windows|slot|slots|time|times|hour|day|date|am|pm|before {n}|after {n}|lunchtime|early|late|earlier|first thing|school hours|after work",
    "asked_for": "asked|ask|requested|request|wanted|want|wished|wish|preferred|prefer|preference|needed|need|begged|said|told you|chose|choose|pick|picked|pleaded|specified|applied|enquired|explained",
    "refused": "refus*|denied|deny|declin*|not (possible|allowed|available|an option|accepted|granted|permitted|on offer)|wouldnt|would not|wont|will not|cant|cannot|can not|couldnt|could not|no (choice|way|say|option|chance|flexibility|can do)|rejected|turned down|ignored|nope|impossible|unable|said no|were told no|was told no|told no|flat no|but got|instead|got given|was given|were given|got (the|a|an|8|12|4)|assigned|allocated|dictate*|take it or leave|put (me|us) down for|only (offer*|get|have|got|gave|give)|nothing but|stuck with|fobbed|not .. (let|give|offer|accommodate)|out of the question",
    "wrong_item": "wrong|different|another|other|not the|nothing like|not at all like|bears no|mismatch*|incorrect",
    "trait": "colour|color|shade|size|model|fabric|item|one|sofa|version|material|type|brand|product|wood|finish|pattern|style|leather|table|lamp|chair|mattress|rug|thing|dimensions|measurements|length|width|height|firmness|article|variant|side|orientation",
    "described": "described|advertised|pictured|shown|listed|photo|photos|picture|pictures|pics|website|web site|site|online|catalogue|catalog|brochure|listing|ad|advert|advertisement|description|label|labelled|labeled|spec|specs|specification|page|shop page|showroom|sample|swatch|in the store|in the shop|on display|sold as|marketed|product page|tag|shop sample|promised|ordered",
    "materials": "oak|walnut|beech|pine|solid|wood|wooden|leather|faux|fake|veneer|mdf|chipboard|plastic|polyester|cotton|linen|wool|velvet|metal|steel|marble|laminate|pu|foil|particle board|paper|foam|down|feather|genuine|real|imitation|printed|glass",
    "colours": "white|black|grey|gray|blue|green|red|beige|cream|brown|charcoal|navy|pink|yellow|orange|purple|teal|silver|gold|dark|light|ivory|mustard|anthracite|turquoise|olive",
    "less": "smaller|bigger|larger|shorter|taller|narrower|wider|darker|lighter|harder|softer|firmer|thinner|thicker|cheaper looking|lower|higher|longer",
}

LANGUAGE = replace(ENGLISH, classes=ENGLISH.classes | CLASSES)

KINDS: Mapping[ClaimKind, str] = {
    "delivery.late": """
        ({came}|{crew}|{thing}) .. {clock} .. (only|whereas|when|although|though|instead|rather than|not|while) .. (told|promised|said|agreed|{clock}|window|slot|by) - on time - {no_one} - hope
        {n} {hours} after (the|my|our|your|its) (end|slot|window|time|agreed|promised|latest|appointment|close)|(five|{n}) {hours} after
        (way|long|well|hours|far) (after|past|over|beyond|outside) .. (window|slot|time|promised|agreed|you said|they said|end)
        (evening|night|afternoon|{clock}) (instead of|rather than|not) (the |in the |at )?(morning|noon|lunch|afternoon|{clock}|between)
        (its|it is|now) .. {clock} .. + (still|no|where|nobody|nothing|not here) + @(window|slot|between|promised|supposed|said|due|deliver*|driver|van)
        (promised|supposed|due|meant|scheduled|booked|said|told) .. ({clock}|{weekday}|morning|noon) + (showed|turned|rolled|came|arrived|got here|pulled|reached) .. (up |in )?.. (after|later|only|at|around|gone|past) ({clock}|dark|dinner|lunch|{n} {hours}|{n} {days})
        (overran|ran over|overshot|ran late|running behind) .. (by|window|slot|{n} {hours})
        {n} (and a half )?{hours} (outside|over|past|beyond|after|too late for|later than|behind|off) .. (slot|window|time|end|appointment|timeframe)
        {clock} .. (is|was|isnt|aint|wasnt) (not|hardly|no|isnt|outside|nowhere near) .. (between|{clock}|window|slot|morning|afternoon|noon|lunchtime)
        (outside|missed|past|blown|exceeded|ignored|way off|nowhere near) .. (the|my|our|your) .. (window|slot|timeframe) - by .. {no_one} - {no_one} - could - can - will
        ({crew}|{thing}|they|it|he|you|u|men|came|arrived|turned up|showed up|rolled up|appeared|pulled up|delivered) .. (late|too late|behind schedule|overdue) - (fee|refund|last year)
        (late|overdue|delayed) .. (delivery|arrival|truck|van|sofa)
        {n} (and a half )?{hours} (late|behind|overdue|after|past|later|beyond|too late|delayed) - {no_one} - since
        {n} {days} (late|behind|overdue|after the|later than|past the|beyond the|too late)
        (late|delayed|behind) (by|for) .. ({hours}|{days})
        ({crew}|{thing}|they|it|came|arrived|delivered) .. (after|outside|past|beyond|long after|well after|way after|later than) .. (window|slot|time|appointment|timeframe|{clock}|agreed|promised)
        (missed|outside|blew|overshot|overran|exceeded) (the|my|our|your own|your) .. (window|slot|timeframe) by
        (window|slot|between|promised|due|booked|said|agreed|expected|scheduled|supposed|planned|told) .. {clock} + {came} .. {clock} - on time - early - perfect - great - fine - {no_one} - never - works
        {came} (only )?(at|around|about|by|gone|past|after|nearly|almost|not until|not till|just before|near|towards) .. {clock} + @(window|slot|between {n}|promised|due|booked|scheduled|supposed|late|appointment|morning) - on time - perfect - great - fine - {no_one} - never - will - planned - not
        ({came}|wasnt here|didnt (come|arrive|show up|turn up|get here)) .. (until|til|till) .. (evening|night|afternoon|{clock}|dark|midnight|dinner|bedtime|{weekday}|next|gone|nearly|after)
        {came} .. (evening|night|afternoon|dark|midnight|dinner|bedtime|next day|day after|in bed|bath) + (instead|rather than|not the|promised|window|slot|should|supposed|meant|morning|noon|lunch|only)
        (where is|wheres|no sign of|still waiting for|still no|where are) .. (van|driver|truck|lorry|drivers|crew|delivery men|delivery guy*)
        (slot|window|appointment) .. (ended|closed|was (until|till|up)|finished|over|passed|expired|gone|came and went) + (where|still|no|waiting|nothing) - {came}
        hour (window|slot) .. (means|mean|became|turned|turns|was|apparently) .. (hour|hours|day)
        (kept|made|left|leaving|keep) (me|us|him|her|my wife|my mother|customer|cust) .. wait* .. ({hours}|{days}) - phone - line - hold - refund - reply
        (waited|waiting|sat|wait) .. {n} {hours} (longer|more|too long|extra|for (the|your|my) ({crew}|{thing}))
        (should have|was supposed to|were supposed to|was meant to|were due|was due|ought to have) .. (come|been here|arrive*|been delivered|delivered|here) .. (by|at|before|between|{weekday}) + {came} .. ({weekday}|next|later|{clock}|finally|eventually)
        (delivery|sofa|order|{thing}|{crew}) .. (delayed|postponed|pushed back|rescheduled) .. (again|twice|three|third|second|without|times|weeks|and now)
        (took|taken) .. {n} {days} (longer|more|instead|rather) .. (deliver*|than|promised|of)
        (not|never|anything but|far from) (on time|punctual|within the window|in the window|inside the window)
        finally .. (came|arrived|showed up|turned up|delivered) .. ({clock}|after|{n} {hours}|{n} {days}|late|evening|next)
        running .. {n} {hours} .. (late|behind)
    """,
    "delivery.missed": """
        (took one look|refused to|wouldnt|would not|couldnt be bothered to|too lazy to) .. (carry|bring|unload|come up|stairs|upstairs|climb|park|leave the van) - let - refund
        (drove|went|left|driven|headed|buggered) (off|away|again|with (my|our|the))|(left|drove off|went away) with (my|our|the) {thing}
        (wrong bell|wrong door|never buzzed|only honked|beeped .. (left|gone|drove))
        missed (del|delivery|appt|appointment|install|installation|visit|slot) - i missed - we missed - i have missed - sorry - my fault - can - ill
        (nobody|no one|not a soul|no driver|no van|no team|no crew|noone) .. (at all|all day|{weekday}|in sight|to be seen|between) - phone - answer* - call* - desk - help* - reception - hold
        (wasted|lost|burned|burnt|gave up) .. (day|morning|afternoon|leave|holiday|wages|days pay) .. (for (nothing|this|you|no)|waiting)
        (delivery|appointment|slot|visit|installation|assembly) .. (didnt|did not|never) (happen|materiali[sz]e|take place|occur)
        (no|never) .. ({crew}) .. (came|showed|arrived|appeared|turned up|in sight|to be seen|anywhere)
        {no_one} .. (came|come|arrived|arrive|showed|show|shown|turned up|turn up|appeared|appear|rang|ring|knocked|was there|was here|were here|bothered to (come|show|turn)|delivered|here) - call* back - phone
        ({crew}|they|you|u|he|your people|your men|your guys|ur guys) .. (never|didnt|did not|hasnt|havent|failed to|forgot to|werent|wasnt|not) (even |actually |bother* to |bother to )?(came|come|arrived|arrive|show|shown|showed|turn up|turned up|appear|appeared|make it|made it|here|ring the bell|ring|knock) - refund - email - back - until - till
        no show|no shows|noshow|never (came|come|showed|showed up|turned up|arrived) - refund - call - reply - part - confirmation - {thing} .. never - email - letter
        stood (me|us|her|him|them|my wife|my mother|customer|cust) up|stood up by|been stood up|was stood up|got stood up|left (me|us) (standing|sitting|hanging)
        (wait|waited|waiting|sat|stayed|stay|took|taken|home|day off|off work|unpaid leave|holiday|leave) + ({no_one}|nothing|never|in vain|for nothing|no sign|not .. (came|come|show|turn*|here|arriv*)|no {crew}) - phone - line - hold - {clock} .. came - refund - late by - email
        (wait|waited|waiting|sat|stayed|stay|hung) (in|at home|home|around|about|here)? ?.. (for nothing|in vain|for no one|for naught|wasted)
        (missed|skipped|blew off|didnt keep|did not keep|failed to keep|not kept|broke|forgot) .. (appointment|delivery slot|delivery appointment|delivery date|slot|booking) - i missed - we missed - my fault - by {n} - sorry i - can i - i have
        (appointment|slot|window|delivery) .. (missed|not kept|came and went|passed|went by|wasnt kept|ignored|forgotten) - i missed - we missed - late
        (said|says|claims|claimed|card|note|app|tracking|status|stated|reports|text|email) .. ({no_one} (was )?(home|in|there|at home|answered)|not (at )?home|i wasnt (in|home|there)|i was out|were out|were not (in|home)|attempted|failed attempt|couldnt be reached|not reached|unable to deliver) - my fault - i was at
        (drove|driven|went|gone|drive|sped|drives) (off|away|past|by|straight past) - pls - not a
        (didnt|did not|never|without|not) .. (ring*|rang|knock*|buzz*|sound*|press*) .. (bell|doorbell|door|buzzer)|without (even )?(ringing|knocking|buzzing)
        (cancelled|canceled|called off|scrapped) .. (delivery|appointment|slot|on the day|last minute|without) - i - we - please - pls - my delivery - can
        (day|morning|afternoon|whole day) .. wasted .. ({no_one}|waiting|for)
        ({crew}) .. (gave up|left again|turned (around|round|back)|left after|left without)
    """,
    "delivery.not_delivered": """
        (paid|ordered|bought|purchased) .. ({n} ({days})|{weekday}|\d+[^ ]*|since|ages) .. + (still|yet|not|no|nothing|never|where|without|waiting) - charged - refund - cancel* - damaged - scratch* - late
        ({days}|months) .. since .. (paid|ordered|bought) - scratch* - refund
        (wait|waiting|waited) .. (for|on) .. {thing} .. (since|for|{n}) - refund - call - reply
        (it|{thing}) .. (is )?(not coming|still not here|not yet (received|here|arrived|delivered)|yet to (arrive|come|be delivered)|nowhere in sight|not turned up)
        {thing} .. (stayed behind|left behind|forgotten|was not in|were not in|wasnt in|werent in|not in the|never made it|left out|short)
        (forgot|forgotten|left out|left behind|omitted) .. ({thing}|bolts|screws|half|bag|instructions|fittings) - refund
        {thing} .. (is|was|are) (nowhere|not) (to be (seen|found)|in the (box|van|delivery|package))|nowhere to be (seen|found) - driver - van - {no_one}
        (i|we) .. paid for .. (nowhere|missing|not there|not in|never came|didnt come|wasnt)
        ({thing}|it|they|nothing) .. (never|hasnt|havent|has not|have not|not|didnt|did not|isnt|is not|still hasnt|wasnt) .. (arrived|arrive|delivered|come|came|turned up|shown up|showed up|here|shipped|dispatched|materiali[sz]ed|appeared|received|included|in the (box|parcel|package)) - please - wont - damaged - not .. (late|damaged)
        (never|havent|hasnt|not|didnt|did not|have not|yet to|still not|nothing) .. (received|recieved|receive|got|had|seen|get|gotten) .. ({thing}|delivery|my|anything|it) - refund - money - reply - answer - response - call - confirmation - invoice - email - mail - letter - credit - key - card
        (still|been) (waiting|wait) (for|on|4) .. {thing} - refund - call - reply - answer - driver - van
        (where|wheres) (is|are|the|my|our|has) .. {thing} - refund - van - driver - truck
        (no|zero|not a) (sign|trace|sight|hint) of .. ({thing}|it|them|the) - driver - van
        (no|still no) ({thing}) (yet|so far|still|has|to be|arrived|today|in sight|anywhere)?$|still no {thing}|no {thing} (yet|so far|still|to be seen|anywhere|in sight|to date)
        nothing (has )?(came|come|arrived|been delivered|turned up|delivered|here|at all|yet|showed up) - late
        (marked|shown|listed|tracking|app|status|website|online|apparently|says|claims|system) .. (as )?delivered
        (only|just|merely) {n} .. (of|out of|from|instead of) .. {n}
        {n} (out )?of (the )?{n} .. (missing|arrived|delivered|came|were) - charged - paid
        {n} .. (short|missing|never came|were not there|not there|didnt come) - minute*
        (is|are|was|were|still|parts|pieces|items|bits|bag) .. missing - no one - money
        missing .. ({thing}|screws|bolts|bag|fittings|instructions|manual|hardware|remote|from|half|two|one|the|my)
        (got|received|delivered|brought|came|arrived|sent|dropped off|there were|there was) .. (without|minus|but no|but not|but only|only|just|except|no|not) .. ({thing}|screws|bolts|fittings|hardware|half|one|{n} of|the other|rest|remainder|mattress|slats)
        (ordered|bought|paid for) .. {n} + (received|got|delivered|arrived|came|sent|only) .. {n} - eur - usd - gbp - charged - late - hours
        (incomplete|half (the|of the|my) order|rest of (the|my|our) (order|delivery|kitchen|sofa|set)|part of (the|my|our) (order|delivery))
        (left|delivered|dropped|given|gave|went|taken) .. (at|to|with) .. (wrong|another|different|someone|a stranger|neighbour|neighbor|strangers) .. (address|house|street|door|flat|person|else|city|town|building) - i gave - please
        (lost|vanished|disappeared|gone missing|went missing|stolen|mislaid) .. (in transit|somewhere|parcel|order|delivery|warehouse|depot|on the way)
        {thing} .. (lost|vanished|disappeared|gone missing|went missing|lost in transit)
        (sleeping|sleep|slept|sitting|sit|eating|eat) .. (on|off) (the |an |air|a ) ?.. (floor|air|mattress on|crates|boxes|airbed|ground|camping) 
        (waiting|waited) .. (weeks|months|{n} {days}) .. (for|on) .. ({thing}) - refund - call
        delivery (never happened|didnt happen|has not happened|failed)
    """,
    "delivery.wished_window_refused": """
        (gave|give|got|given|offered|assigned) (me|us|him|her)? ?.. ({weekday}|{clock}|morning|afternoon|evening) .. + (take it or leave|instead|nothing else|no other|or nothing|begged|asked|wanted|though|although|despite|even though) - {came} - refund - cancel*
        (take it or leave it) + @({slot})
        (only|sole) .. (date|slot|time|window|day|option) .. (offered|available|given|on offer|they had|you had) .. - thanks - great - fine
        (cant|wont|not|refuse*|unwilling|unable) .. (narrow|tell|say|pin down|give|guarantee|promise) .. (when|what time|exact|precise|hour|roughly)  - i know
        (only|nothing but|just|no .. but|given|got|offered|assigned) .. ({weekday}|mornings|afternoons|{clock}) (only|lunchtime|morning|afternoon|evening|slot|window)? ?.. + (asked|wanted|requested|need*|wish*|pick|choose|let) - turned out - splendid* - {came} - thanks - cancel*
        (others|other people|neighbou?r|everyone else|some customers) .. (pick|choose|picked|chose|pick and choose) .. - sofa - colour
        (let|allow*) .. (pick|choose) .. (time|slot|day|window) + (me|us|not|nothing|refus*)
        (slot|window|time|appointment|date) .. (second|third|2 nd|3 rd|fourth)? ?.. (turned down|refused|denied|rejected|declined|flat no)
        {asked_for} .. {slot} + {refused} - cancel* - refund - membership - class - {no_one} came - told me - call* back - rude - fee - charged - driver
        ({refused}) .. (give|tell|offer|grant|name|commit|say|let|arrange|choose|pick|provide|do|have|book|accommodate|deliver|come) .. (exact|specific|precise|fixed|certain|proper|{slot}) .. (time|hour|window|slot|day|{slot}|to choose) - cancel - refund - rude
        (dont|cant|not|never|wont|why cant|no) .. (get to|allowed to|able to|let me|let us|be able to)? ?(choose|pick|select|decide|specify|chose) .. (when|time|hour|window|slot|day|date)
        (no (say|choice)|have no say|zero choice) .. (in|when|over|about|of) .. (time|day|slot|window|when|delivery)
        (wanted|asked for|requested|needed|wished|preferred|want|need) .. {slot} + (got|given|get|assigned|allocated|offered|only|instead|denied|full|told|put down|stuck) - charged - refund - told me the - {no_one} - cancel* - late - late
        (exact|precise|specific|fixed) (time|hour|appointment|slot) + ({refused}|not|never|why|only|no) - please - ok - fine
        (forced|expected|made|want me|have to|supposed|am i meant) .. (wait|sit|stay|be|take) .. (in|home|at home|around|off) .. (all day|whole day|entire day|day|{n} hours|half a day|between) - came - {no_one}
        (wouldnt|would not|wont|refuse* to|refusal to|couldnt|could not) .. (move|change|swap|switch|shift|reschedule|bring forward|accommodate) .. (delivery|slot|window|appointment|time|date|day|it) 
        every .. (slot|window|time|date) .. (suggested|asked|wanted|proposed) .. (rejected|refused|full|taken|gone|not)
        my (preferred|wish|wished|chosen|requested|desired) (time|slot|window|date|day|delivery)? ?.. (ignored|refused|denied|rejected|not|overridden|disregarded|turned down|changed)
        (work|job|working people|people who work|shift|night shift|childcare|school|kids|baby) .. (cant|dont|unable|impossible|not) .. (wait|be home|stay|sit) .. - {no_one} - came
    """,
    "delivery.damaged": """
        {thing} {damage}|{damage} {thing} - {use_time} - my fault - i dropped - {second_hand} - not working - buy - broken promise
        {damage} + ({thing}|{crew}|{came}|unpack*|unwrap*|unbox*|packaging|transit|carrying|carried|opened|opening|blanket came off|wrapping|out of the box|on arrival|your men|handling) - {use_time} - {second_hand} - i dropped - i scratched - we dropped - i spilled - my fault - my cat - my dog - my son - my daughter - cancel - money - promise - word - trust - wear - agreement - warranty - insurance - trained - not working - broke my trust - gym
        {damage} + {home} - i scratched - my fault - i damaged - gym
        (took|knocked|ripped|tore|left|put|made) .. (chunk|hole|dent|gouge|scratch|crack|mark|marks|scrape|stain|chip|scuff*|puddle|mess) .. (out of|in|into|on|across|along|down|of) - i knocked
        (arrived|came|delivered|turned up|was) .. (damaged|broken|in pieces|in bits|smashed|shattered|torn|dented|scratched|cracked|soaked|wet|bent|ripped|chipped|dirty|filthy|stained|crushed|mouldy|moldy) - {use_time} - used - second hand
        ({thing}|box) .. (looked|looks) .. (kicked|dropped|run over|thrown|sat on|chewed|been in a)
        (threw|dropped|dragged|scraped|bumped|banged|slammed|tossed|drove) .. (my|our|the) .. ({thing}|{home}) - i dropped - we dropped - door in
        (handled|treated|carried) .. (roughly|carelessly|like)
    """,
    "product.defective": """
        ({broken_down}) + @({thing}|bought|purchased|warranty) - {crew} - delivery - website - phone - collected - refund - line - hung - card - your app - call - packaging - wont let - wont (cancel|accept|answer|pay|call|give) - they wont - you wont - i wont - u wont - it wont be - charged - {damage} - late - {came}
        ({thing}|it|remote|left|right|one) .. {fails} - website - app .. - card - delivery - crew
        ({thing}|it|they|which|one of) .. ({broken_down}|{fails}) - delivery - {crew} - driver - your phone - website - app - my card - fit through - hotline - line - door .. closed - link - page - login - code - promo
        (it|thing|they) {fails} - app - website - card - link - phone - chat
        ({broken_down}) + {thing} - website - line - phone - driver - van - hotline - my car - error in - delivery
        ({broken_down}|{fails}|{damage}) + {use_time} + @{thing} - website - app - fee - phone - line - driver - call - charged - arrived - came - van - card
        (faulty|defective|doa|dead on arrival|lemon|dud|unusable|useless|manufacturing (fault|defect)|production fault|design fault) - card - website - link - service - staff - app - address
        {thing} .. (broke|snapped|collapsed|split|cracked|came apart|tore|bent|burst|failed|exploded|caught fire|smells (burnt|burned|of burning)|creaks|creaking|drips|dripping|hums|humming|vibrates|shakes|leans|tilts|tips|wont|sagged through) - {came} - unpack* - transit - carrying - driver* - promise
        (only|just) {n} of (the )?{n} .. (work|works|burner*|plates|lights)
    """,
    "product.worn": """
        (looks|looked|seems|clearly|obviously|must have been|evidently|definitely) .. (used|second hand|returned|sat in|slept in|opened before|worn|not new|previously|pre owned|handled) - get used
        (lint|crumbs|hair|hairs|password|wifi|wi fi|fingerprints|previous owner*|owners name|someone elses|name) .. (in|on|inside|saved|filter|still) .. ({thing}|new|factory)|previous owner*|factory new|used (wants|demands|expects|=)|lint .. used
        (full of|covered in|smells of|smelled of|stinks of|smell of|reeks of) .. (lint|hair|hairs|dust|crumbs|smoke|food|dog|cat|sweat|perfume|mould|grease|coffee|cigarettes)
        ({second_hand}) + ({thing}|new|brand new|sold|paid|it|they|box) - {use_time} - i used - used to - have used - used the - i have used - get used - used my - my used - sell - buy used - dust sheets - old sofa - take away - gym
        (not|hardly|anything but|far from|supposedly|allegedly|so called|isnt|wasnt) (exactly |really |brand )?new - membership - customer - gym - contract - to
        (sold|sell|selling) (as|me|us) .. (new|used|second hand|display|old) - as (solid|real)
        ({worn_out}) + ({thing}|after|already|{use_time}|it|they)
        (somebody|someone|others|people|another customer|previous (owner|customer)) .. (has|have|had|must have|was|been|clearly)? ?.. (sat|sitting|slept|sleeping|used|using|worn|eaten|lying|lain|owned|had it|opened|tried|returned) .. (on|in|it|them|this|before|already) - login
        (new|brand new) .. (crumbs|hair|stain|stains|scratches|marks|dust|smell|smells|worn|used|fingerprints|old)
        (scratches|marks|stains|dents|holes|scuffs) .. (use|wear|previous|before|old|assembled|someone)
        (returned|return) .. (by|from) .. (another|someone|somebody|other) .. (customer|buyer|else)
        (packaging|box|seal|wrapping|bag|plastic|film) .. (already|been) .. (opened|open|broken|torn off|retaped|taped|resealed|removed|off) - damaged
    """,
    "product.not_as_described": """
        (supposed|meant|said|says|promised|advertised|described|listed|shown) to be .. + (but|instead|its|it is|not|isnt|actually|only) .. ({materials}|{colours}|{n} (cm|mm|inch*)|not|half|{less})
        (isnt|is not|not|wasnt|never) (the|what|at all what|anything like) .. (one|colour|color|model|size|fabric|sofa|i ordered|we ordered|i chose|we chose|i bought|i picked) - refund - charged - price - time
        ({trait}|{thing}) .. (turned out|turns out|is actually|is in fact|is really|proved) .. (to be )?({materials}|{colours}|{less}|fake|different|not|wrong|smaller)
        ({colours}|{materials}) (one|version|sofa|fabric)? ?.. (came|arrived|delivered|sent|got|turned up) .. (instead|not|rather|ordered)|(ordered|chose|picked|wanted) .. ({colours}|{materials}) .. (got|came|sent|received|delivered|arrived)
        \d* (cm|mm|in|inch)? ?(not|instead of|rather than|vs) .*\d* .. (listed|ordered|advertised|stated|described|said|as per)|\d* not \d* as (listed|ordered|advertised|described)
        (advertised|listed|described|sold|shown|pictured|promised) (w|with|as) .. (has none|has no|doesnt|isnt|none|not|no|missing|never|without)
        (in|on) the (picture|photo|website|catalogue|listing|showroom|brochure) + (mine|my|the one|ours) .. (is|are|has|on my|came)
        (wrong|different) (model|colour|color|size|one|item|sofa|fabric|version|finish|product|thing)
        (ordered|bought|chose|picked|paid for|wanted|asked for|selected|expecting|expected) .. + (got|received|arrived|came|sent|delivered|have|turned up|is|its) .. ({colours}|{materials}|{wrong_item}|something|instead|{less}|not) - {n} of - late - hours - {no_one} - charged - refund - window - slot - morning - scratch* - damaged - not (arrived|received|come|here|delivered) - missing - cancel* - eur - membership - call
        {wrong_item} ({trait}) .. (came|arrived|delivered|sent|received|got|in the box|it is|altogether|from|than|to) - told - said - invoice - bill - charged - window - time
        (sent|delivered|received|got|gave|brought) .. (the )?(wrong|different|incorrect) - address - invoice - bill - time - info* - amount - day - person - advice - date - number - opening
        (nothing like|not (at all |anything )?(as|like)|doesnt (look|match|feel|resemble)|isnt (as|like|the)|does not (match|look|correspond)|looks nothing|no resemblance|differs from|different (to|from|than)|wasnt (as|like|the)|is not what|isnt what|not what|far from|unlike) .. ({described}|i ordered|we ordered|it says|it said) - promised - told - call - refund - time - delivery - window - charged
        ({described}|said|says|stated|states) .. ({materials}|{colours}|{n} (cm|mm|inch|inches|m|kg|watt|watts|litres|liters)|{trait}|firm|soft|waterproof|dimmable|washable|new|adjustable|included|quiet|silent|fits|bluetooth) + (is|its|are|not|but|isnt|doesnt|only|actually|just|got|came|turns out|no|instead|rather|i sink|arrived) - told - colleague - salesman - he said - she said - they said - invoice - charged - i was - assured - rep - bill - price - late
        (advertised|sold|described|listed|marketed|pictured|labelled|labeled) .. as + (is|its|are|not|but|isnt|only|actually|just|no|i|turns|it|in) - charged - invoice - price - new
        (supposed|meant) to (be|have|come) .. ({materials}|{colours}|dimmable|adjustable|reclining|extendable|waterproof|washable|firm|soft|{n} (cm|mm|inch|inches|m)) - delivered - here - due
        (isnt|not|aint|no) (even )?(real|solid|genuine|actual) ({materials}|{trait})
        ({materials}|{colours}) .. (not|instead of|rather than) .. ({materials}|{colours}) - cover my
        {n} (cm|mm|inch|inches|in)?  ?.. (not|instead of|rather than) .. {n} .*(listed|ordered|cm|advertised|stated|described)
        ({less}) than (described|advertised|stated|listed|shown|ordered|the|in the|on the|promised|pictured|it) - price - window
        (has|have|had|with|comes with|there is|there are) (no|only) .. (as|although|though|despite|contrary|but|even though) .. ({described}) - told
        (contrary to|despite|in spite of|unlike) .. ({described}) - told - assured - called
        ({trait}|{thing}) .. (is|are|was|came|arrived) .. (wrong|different|the wrong|not the) (colour|color|size|shade|model|one|fabric|material|way|side|{trait}) 
        (lacks|lacking|doesnt have|does not have|hasnt got|without) .. (described|advertised|listed|pictured|promised|shown|website|catalogue)
    """,
    "billing.wrong_amount": """
        {n} .. (on the (bill|invoice)|invoiced|billed|charged for) .. + (only|own|got|have|received|ordered|just|though|but)
        (knocked|docked|taken|deducted|subtracted|kept|withheld|short) .. (off|from|out of) .. (my |the )?(refund|credit|deposit|reimbursement)|refund .. (short|too low|not full|only part|partial|less than)
        \d+[^ ]* .. (more than|above|over|higher than|less than) .. (quote|quoted|agreed|offer|price|order|estimate|advertised|ticket|usual)
        (double|triple|half|twice) the (amount|price|fee|sum) .. (quoted|agreed|told|offered|promised)
        (extra|additional|surplus) \d+[^ ]* .. (charged|taken|bill|invoice|on my)
        (price|card|checkout|till|tag|shelf|website|quote|quoted|invoice|bill|receipt|order) .. \d+[^ ]* + (price|card|checkout|till|charged|invoice|bill|receipt|says|paid|account|statement) .. \d+[^ ]* - twice - told - cancel* - {n} of
        billed .. (wrongly|incorrectly|wrong|too much|more)|charged (wrongly|incorrectly)
        (charged|charging|billed|bill|invoice|invoiced|debited|took|taken|deducted|pay|paid|paying|payment|inv|price|total|receipt|fee|amount|collected|withdrew) .. + (instead|rather than|too much|more than|not the|should (be|have|only)|agreed|overcharg*|wrong|incorrect|higher|difference|quoted|discount|voucher|coupon|promo|reduction|doesnt match|does not match|dont match|mismatch|not (been )?(applied|deducted|included|reflected)|forgot|missing the|mistake|miscalculated|error|add up|vs|versus|but (the|my|it|on|i|we|order)|sale price|student|member price|advertised|shelf|tag) - twice - double - never agreed - without (my|asking) - never ordered - refund .. late - cancel* - colleague told - told by - didnt order - duplicate - told me - new price list - freez* - frozen - leaving - exit fee
        overcharg*|over charged|overbilled|overpaid|charged too much|billed too much|too much (on|was|has|money|charged)
        (wrong|incorrect|false|inflated|higher) (amount|price|sum|total|rate|invoice|bill|tariff|figure|vat|charge)
        (invoice|bill|statement|amount|total|sum|price|figure|maths|receipt) .. (wrong|incorrect|not right|isnt right|doesnt add up|off by|out by|inflated|doesnt match|dont match|not match|too high|error|is not what|isnt what|different) - twice - told
        (price|rate|amount) .. (on|in|at) .. (invoice|bill|receipt|till|checkout) .. (different|higher|not|more) 
        (discount|voucher|coupon|promo code|reduction|rebate|deposit|credit|down payment) .. (not|never|wasnt|isnt|hasnt|missing|forgotten|ignored|didnt|left off|nowhere) - refund* .. deposit - weeks - still waiting
        (quoted|agreed|was|says|said|costs?|advertised|shelf) .. \\d* + (charged|paid|pay|billed|invoice|took|debited|inv|bill|receipt|asked for) .. \\d* - told - cancellation - exit - twice - delivery was free - free
        (you|u|they|it|shop|till) (charged|billed|took|debited|want) (me|us)? ?.. \\d* .. (more|extra|over|above|too much|not \\d*|instead)
        (should|ought to) (be|have been|only be|cost|only cost) .. \\d* + @(charg*|invoice|bill|pay|paid|price|debit*)
    """,
    "billing.charged_twice": """
        (already|also) .. paid + (again|same|second|also|as well|too|collected|taken) - cancel*
        same .. (deposit|amount|payment|fee|bill|invoice|order|sum) .. (again|also|as well|too|collected|taken|from my card)
        (took|take|taken|charged|paid|debited|billed) .. (two times|twice|2 times|x 2|2 x|double)
        (took|taken|charged|debited|collected|billed) .. (it|money|payment)? ?.. and .. (too|as well|also|again|once more) .. (same|very same|one|it)|(took|charged|debited|paid) .. (too|as well|again) .. (very )?same
        ({money}|{money_out}|you|they) .. (twice|two times|2 times|double|2 x|x 2|a second time|second time|three times|3 times|3 x|thrice|again on|once more|repeatedly) - called - emailed - asked - call - phoned - wrote - sofa .. twice - {no_one} - cancelled - freez*
        (twice|double|doubled|two times|2 x|2 times|duplicate|duplicated|a second time|thrice|three times) .. ({money}|{money_out}) - called - emailed - asked - phoned - written - explained - wrote - cancelled
        (double|duplicate|dupl|dbl|dupe) (charg*|payment*|bill*|book*|debit*|transaction|invoice|pay)
        (two|2|both|three|3|identical|same|second) (identical |separate |different |equal |lots of )?(payments|charges|debits|transactions|invoices|withdrawals|bills|bookings|amounts|deductions|payment|charge|debit|transaction|invoice|withdrawal) .. (left|for|on|of|from|went|within|same|taken|appear*|the same|identical|show*|by|one|though|same day) - different orders
        same (amount|payment|invoice|order|sum|bill|fee|month|charge) .. (twice|two|again|a second|double|both|already paid)
        (already|have) paid .. + (again|second|another|reminder|dunning|still (asking|demanding|chasing)|invoice .. again) - cancel*
        paid (for)? ?.. (twice|double)
        (one|single|1) (order|sofa|membership|month|purchase|item|table|class) .. (two|2|twice|double) .. ({money_out})
        (charge|payment|debit|amount) .. (on|both) .. and (again|once more|on) (on )?(the )?\\d*
    """,
    "billing.not_agreed": """
        (added|add|signed|charged|put|slapped|sold|stuck|included) .. ({n} )?.. + (i|we) .. (declined|refused|said no|turned down|did not want|didnt want|never wanted|explicitly|expressly|rejected|opted out)
        since when (do|did|am) i .. (pay|charged|paying|owe)
        (i|we) (declined|refused|turned down|said no to) .. (insurance|warranty|cover|protection|upgrade|add on|it) .. + (added|charged|bill|still|anyway|nevertheless)
        (upgraded|switched|added|enrolled|signed up|subscribed|moved) .. (w o|without|never|no) .. (ok|okay|asking|consent|permission|approval|knowing|telling|me)
        (i|we) .. never .. (agreed|ticked|ordered|consented|authori[sz]ed|approved|requested|asked for|wanted|booked|signed|bought) - {came} - cancel* - joining fee - exit
        (never|didnt|not|certainly never) .. (tick*|agree* to|consent* to|authori[sz]*|order*|sign* up for|ask* for|opt in) .. + ({money}|\d+[^ ]*|plan|insurance|warranty|handling|service|extra) - cancel* - exit - renew* - freez* - leaving
        ({money}|added|add on|addon|insurance|warranty|upgrade|extra|extras|service|package|assembly|protection|towel|plan|class|personal trainer|newsletter|signed) + (never|didnt|did not|nobody|no one|not|without|havent|hadnt|dont) .. (agree*|order*|consent*|authori[sz]*|ask* (for|me)|sign* (up|for)|approv*|permission|request*|wanted|want|knowledge|book*|say so|subscrib*|purchas*|bought|buy|recogni[sz]*|accept*|tick*|need|signature|told me|use|used|my ok) - cancel* - fee .. leav* - exit - refund .. weeks - renew* - extended - freez* - frozen - leaving - call* - scratch* - joining
        (unauthori[sz]ed|unsolicited|unrequested|unknown|unwanted|uninvited|unexplained|mystery|surprise|hidden|sneaky|snuck|sneaked|slipped) .. ({money}|insurance|warranty|item|service|add on|extra|in|debit) - cancel* - exit
        (what|why) .. (is|are|was|am i|did you|this) .. (charge|debit|fee|payment|\\d*) .. (for|on my (card|account|statement|bill)) - cancel* - exit - leav* - class - delivery - joining fee
        (increased|raised|put up|hiked|went up|upped|jumped|goes up) .. ({money}|monthly|rate|my|by) .. (without|never|no|not|didnt) 
        (price|fee|rate|membership|monthly|dues|direct debit) .. (increased|raised|went up|gone up|hiked|put up|rise|increase|jumped) .. (without|never|nobody|no one|no notice|unannounced|didnt|not told|not agreed|out of the blue|suddenly|just)
        (without|no) (my |our |any |prior )?(consent|agreement|permission|authori[sz]ation|approval|knowledge|authority|say so|signature|warning) .. ({money}|added|signed|upgraded)
        (upgraded|switched|moved|enrolled|signed) (me|us|him|her) .. (without|never|didnt|to a|onto|up for) .. (asking|consent|ask*|agree*|permission|premium|higher|dearer|knowing|telling)
        (dont|do not|didnt|cannot|cant) recogni[sz]e .. ({money}|charge|this)
    """,
    "billing.refund_late": """
        (collected|took back|picked up|returned|sent back|taken back) + (promised|waiting|still|owe|owed) .. (money|refund|credit|it) - call
        (owe|owes|owed|owing) (me|us|him|her)? ?.. (overdue|since|still|weeks|months|seven|for)
        (money|refund|credit|\d+[^ ]*) .. (weeks|days|months) (overdue|late|ago|outstanding)
        (still )?(no|without|havent got|never got|havent seen|wheres|where is) .. (money|refund|cash|reimbursement|credit) + @(returned|return|sent back|refund*|cancelled|repay|repaid|back|owed) - call - charged
        (amount|money|sum|credit|\d+[^ ]*|euros|eur|pounds|usd|gbp|dollars) .. (to be|was to be|were to be|should have been|supposed to be|would be) .. (credited|repaid|returned|refunded|paid back|reimbursed|transferred)
        refund .. (said|promised|supposed|told|quoted) .. {n} .. (days|weeks|working)|refund (overdue|late|outstanding|pending|missing|still)|(repay|refund|reimburse|pay back) .. by .. (end of|{weekday}|\d+[^ ]*) + @(its|now|still|today|already|not|since)
        (same|it|this|refund|amount) (is )?not (yet )?(been )?(credited|refunded|received|processed|reflected)
        (refund|refunds|refunded|reimburs*|money back|my money|credit note|repayment|repaid|pay (me|us) back|paid back|the credit|deposit back|deposit) + (still|yet|not|never|nothing|no sign|waiting|waited|await*|weeks|wks|days|months|where|wheres|when will|promised|since|should have|overdue|late|chasing|chase|hasnt|havent|outstanding|missing|not here|didnt|ago|supposed|longer|delayed|in vain|nowhere|long|any time|overdue|by now) - like a refund - want a refund - can i (get|have) - please refund - charged twice - do you - would like (my|a|the) - not working - how long does - refundable - non refundable - cancelled - damaged - broken - refus*
        (waiting|waited|wait) .. (for|on|4) .. (refund|money|reimburs*|credit|deposit|my \\d*) - driver
        (returned|sent back|took back|brought back|picked up|collected|cancelled) .. (weeks|months|days|ago|on|in|{weekday}) + (no (money|refund|credit)|not (been )?refunded|nothing .. account|still no|havent (got|received|seen)|never (got|received|refunded)|money) - membership - dd - charged - still being
        (refund|money|credit|reimburse*) .. (never|not|hasnt|didnt|yet to) .. (arrive*|come|came|appear*|show*|reach*|materiali[sz]*|been (paid|credited|processed|sent)|turn* up|land*)
        (owe|owes|owed|owing) (me|us) .. (since|still|weeks|months|money|refund|\\d*)
        (promised|agreed|confirmed|said) .. (refund|money back|reimburse*|credit) .. (by|within|in|on|before|last|{n}) .. 
        (sitting on|holding on to|holding|keeping|hanging on to) (my|our) (money|refund|deposit|cash)
    """,
    "conduct.rude": """
        (clerk|cashier|colleague|driver|trainer|manager|rep|receptionist|agent|lady|man|guy|woman|boy|girl|he|she|staff|they)[^ ]* (answer|reply|response|comment|reaction|retort|words) (was|were) .. (cant you|learn|get|so what|tough|not my|your problem|you should|deal with|shut|go|what do you|whatever|read|grow)
        told (me|us|him|her|my [^ ]+) to (learn|get|go|shut|stop|calm|read|grow|deal|relax|be quiet|watch|mind|take a hike|jog|do one|sod|bugger|chill|toughen|cry)
        (grinned|smirked|laughed|sneered|chuckled|mocking|mimicked|imitated|mocked|wagged|pointed) .. (at|my|me|us|face|accent|weight|age)
        (couldnt care less|treated with contempt|like something .. shoe|beneath (him|her|them)|lack of (respect|manners)|no respect|without (a )?(greeting|hello|manners|respect)|foul language|four letter|f word|expletive*|profanit*)
        ({rude}) - i was rude - sorry (for|if|about) .. (shout*|rude|tone) - sorry i - i apologi[sz]e - apologies for - if i was - forgive - not rude - rude of me - i shouted - my tone - excuse my - (sofa|table|leg|zip|chair|wood|slat) .. snapped - threaten* .. (rain|snow) - (dog|baby|alarm) .. - smoke
        (staff|manner|behaviou?r|tone|service|reception|receptionist|driver|salesman|colleague|employee|trainer|manager|assistant|woman|man|guy|lady|girl|he|she) .. (was|were|is|were so|been|acted|behaved|unbelievably|extremely) .. (horrible|awful|nasty|appalling|disgusting|disgraceful|unacceptable|unhelpful|dreadful|cold|vile|terrible|shocking|out of line|beneath contempt|patroni[sz]ing|foul|cruel|unkind|short with) - slow
        (made|make|makes|making|felt|feel) (me |us |her |him |my wife )?(feel |felt )?(like |as if |as though )?(a |an |i were |i was )?.. (idiot|criminal|stupid|small|dirt|beggar|nuisance|fool|thief|burden|unwelcome|humiliated|child|rubbish|worthless|liar)
        (accused|accuse|accusing) (me|us|him|her) of
        (swore|shouted|yelled|screamed|spat|cursed|laughed|snapped|barked|sneered|sworn|shouted|hissed|growled) (at|in|when|out)
    """,
    "conduct.ignored": """
        (written|wrote|emailed|mailed|messaged) .. (you|to you|u) .. (on|in|since) .. (and|the \d+[^ ]*|again) + ({no_answer}|without|nothing|not)
        (letter|mail|email|e mail|message|complaint|request|mails|emails|e mails) .. + (it|they|which|that) (has|have|had)? ?(not|never|yet to) (been )?(answered|acknowledged|dealt|replied|addressed)
        (nobody|no one|none) .. (followed up|took (it|me) serious*|took notice|listened|reacted|lifted a finger|came to help|looked up|came over|came to serve)
        (ticket|case|complaint|request|query|claim|report|message) .. (sitting|sat|open|pending|status|stuck|gathering|collecting|parked) .. ({days}|new|open|pending|dust|{n})
        (replies|answers|responses|reactions|reply|answer|response) .. (zero|none|nil|0|nought|never|nowhere)
        {no_one} .. (answers|answered|replies|replied|reads|read|responds|responded) .. (my|our|to my|to our|the) .. (msgs|msg|messages|emails|mails|letters|email|message|letter|complaint|questions|texts)
        (chat|mail|email|form|letter|whatsapp|message) .. (nothing|nada|zilch|zero) .. (back|from you|from u|in return|heard)
        (third|fourth|fifth|sixth|seventh|second) (e mail|email|mail|message|letter|reminder)
        ({wrote}|times|nth|third|fourth|fifth|second|weeks|days|since|ago) + ({no_answer}) - call* back - phone* - rang - driver - cancel* - refund - was it - telephone - delivery came - money
        ({shunned}) - phone - red light - instructions - speed limit - driver
        (third|fourth|fifth|sixth|3 rd|4 th|5 th|6 th|second|2 nd|tenth|umpteenth|nth|{n}) (e mail|email|mail|message|letter|attempt|time|reminder|request|form) + (no|not|never|nothing|bin|ignored|still|nobody|last|first|why|silence|writ*|without|unanswered) - order - delivery - class - time .. broke - time lucky
        (my|our|the) (complaint|email|emails|e mail|e mails|letter|letters|message|messages|request|ticket|enquir*|question|questions|report|form|reminder|reminders) .. (ignored|unanswered|disappeared|vanished|bin|nobody|no one|not answered|went nowhere|never|sat|gathering|no reply|not been|black hole|without)
        (have|ive|i) (written|wrote|emailed|messaged|e mailed|asked|complained|reported|contacted|chased|texted) .. (twice|{n} times|three times|repeatedly|again and again|many times|several times|multiple|over and over|{n} x|x \\d*) - {no_one} .. came
        (emailed|wrote|written|messaged|texted|asked|contacted) x? ?\\d + @{no_answer}
        (nobody|no one|noone) .. (replies|replied|answers|answered|responds|responded|reacts|reacted|bothers|writes back|wrote back|deals with|takes care|feels responsible|cares) - phone - call* - rings - line
        how (many|much|long|often) .. (times|must i|do i have to) .. (write|email|ask|complain|message)
    """,
    "conduct.pressured": """
        ({pressing}) - {cancel} - button - delivery - door open - my pressure - high pressure (hose|job) - pushed back - pushed the - tyre - pushing it - forced to wait - push notification* - pulled - tyre - cooker - delivery .. push*
        ({pressing}) + (sign*|buy|bought|warranty|insurance|contract|card|finance|upgrade|extra|package|sale|protection|trial|add on|store card|loan|mattress|accessories|{thing}|couldnt|scared|mother|father|elderly) - {cancel} .. membership - delivery date
        (wouldnt|would not|couldnt|could not|not|didnt|refused to) .. (let|leave|allow*) .. (me|us|leave|go|showroom|store|office|shop|room) .. (until|without|till|unless|before) - cancel*
        (only|just) (today|now|valid today|if i sign*|this once) + (sign*|offer|price|decide*|buy) + (said|told|salesman|kept|he|she|had to)
        (signed|bought|took|agreed) .. (under (duress|pressure)|against my will|just to get|only to get|because .. (wouldnt|kept|insisted|afraid|scared)|to (get out|escape|be left))
        no time to (read|think|consider)|without (letting|giving) (me|us) .. (read|think|time)|(didnt|did not|wouldnt) (let|give|allow) (me|us) .. (read|think|time to)
    """,
    "conduct.wrong_information": """
        (told|assured|promised|confirmed) .. (in writing|on the phone|at the (counter|till|desk)|when i (bought|asked|signed|ordered|joined)) .. + (now|but|turns out|yet|however|then|instead|not) - call* - refund .. days - cancellation fee - deliver* - ring
        swore (blind|to me|up and down|that) .. + (electrician|plumber|expert|manual|but|doesnt|not|laughed|turns out|wrong)
        (wrong|false|incorrect) (info|information|advice|answer)
        (says|said|told) .. (covered|covering|included|free|allowed|in stock|compatible) + (refus*|denied|not|but|service center|however|now)
        ({swore_to}) + (not true|untrue|wrong|false|incorrect|nonsense|a lie|lied|not the case|turns out|turned out|not so|no such|knew nothing|knows nothing|opposite|contrary|which is it) + @(your|ur|you|colleague|staff|salesman|shop|store|chat|hotline|rep|lady|guy|phone) - call* back - cancel* - refund - window - deliver* - advertised - listed - website - come - renew* - {no_one} - repay
        (lady|man|guy|colleague|chat|rep|person|hotline|assistant) .. (had )?(confirmed|promised|assured|told|said|guaranteed) .. (yes|when i asked|in writing|twice|to me) - call* - refund - cancel* - deliver* - come - shut - rude
        ({staff}) .. ({swore_to}) + (not true|untrue|wrong|false|incorrect|nonsense|rubbish|a lie|lied|misled|not the case|turns out|turned out|in reality|not so|no such|knew nothing|knows nothing|never heard|has no idea|opposite|contrary|not valid|denies|which is it|honou?red|made up|only to find|bogus|but (it|they|there|that|the|now|in|when|no|not|at|then|this)|although|whereas|yet (it|the|there|now)|it (isnt|wasnt|doesnt|didnt|does not|is not)|they (arent|dont|werent)|its not|is not|are not|now .. (not|no|\\d+)|while) - call* back - cancel* .. (only|in person) - refund - {no_one} .. came - window - twice - delivery .. between - listed - cancellation fee - exit fee - to call - would call - would ring - ring me - phone me - to wait - on time - rude - come between - shut up - be here - no one came - price list - cant cancel - cannot cancel - renew*
        (wrong|false|incorrect|misleading|bad|inaccurate|outdated|contradictory|conflicting|wrongly|falsely|incorrectly) .. (info*|advice|advised|informed|told|answer|answers|statement|opening (hours|times)|hours|address|instructions|directions|quote|guidance|price given|times|details|dates)
        (misinformed|misled|mislead|misleading|lied|lied to|lying|lies|a lie|false promise*|misadvised) - cancel
        (told|said|assured|promised|informed|guaranteed|confirmed|advised|swore) .. (free|included|in stock|would fit|fits|compatible|valid|no fee|no extra|open|available|possible|covered|could return|could cancel|any time|return it|warranty|exchange|guarantee) + (but|now|not|its not|isnt|no|turns out|wrong|yet|charged|only|inv|refus*|then|knew nothing|closed|wasnt|doesnt|cant|denied|different) - website - listing - described as
        one .. (says|said|tells|told) .. (another|other|the next|second) .. (says|said|tells|told|something|different|opposite)
        (different|conflicting|contradict*) .. (answers|information|info|things|stories|versions|advice) - product
        (everyone|everybody|each person|every person|each) (tells|told|says|said) .. (something|different)
        (colleague|staff|salesman|saleswoman|rep|agent|assistant|advisor|hotline|lady|guy|man|woman|reception|store|shop) .. (told|said|assured|promised|confirmed|guaranteed|swore|quoted|informed|advised) .. ; + (it|they|there|that|this|yours|now|in) .. (not|isnt|doesnt|wasnt|cant|no|never|wont|only|arent) - call* - between - refund - cancel
    """,
    "access.unreachable": """
        (get|got|getting|come|came) (thru|through|thro) - my door - to my
        (speak|spoke|spoken|talk|talked|talking) (to|with) .. (anyone|anybody|a (human|person|soul|living)|someone|a real) + (never|not|no|cant|couldnt|impossible|unable|without|want|cldnt)
        ({no_one}|noone) .. (take|takes|took|taking|pick*|lift*) .. (phone|call|receiver|up) - rude
        (phone|line|number|hotline) .. (plays|playing|only|just) .. (recording|music|tape|message|machine|beep|tone)
        (raise|find|get) .. (a )?(living|human|real|actual) .. (person|being|soul|voice)
        press (one|two|three|\d+)
        (called|tried|rang|phoned|calling) .. ({n} times|\d+ times|\d x) - cancel*
        (calls|call|phone) .. (answered|picked up) .. (zero|none|never|0)|(zero|none|0) .. (calls|call) .. answered
        (queue|hold|line) .. (cut off|disconnected|dropped|thrown out|hung up|kicked out)
        (cant|couldnt|cannot|can not|could not|unable|impossible|no way|never|not|hard|difficult|tried|trying|failed|didnt|nobody can|how do i|no chance) .. (reach|get through|getting through|got through|get hold|get a hold|get in touch|contact|speak to|speak with|talk to|reached|get anyone|get somebody|raise anyone) .. (you|u|anyone|anybody|human|person|someone|somebody|real|living|store|shop|gym|hotline|by phone|on the phone|through)? ?- driver - couldnt reach me - can you reach - reach me - the top shelf - top
        ({phone}|rung|phoned|tried) + ({no_one} .. (answer*|pick*|there|takes|took|at)|no (answer|reply|one answer*|response|pickup)|not (answered|picked up|answering|reachable|connected|working)|doesnt (answer|work|connect)|never (answered|answers|picks|picked|gets)|nobody|engaged|busy|rings out|rang out|ring out|ringing out|rings and rings|ringing off|off the hook|voicemail|hung up after|hangs up|cut (me )?off|cuts (me )?off|cut out|kicked out|thrown out|dropped|disconnected|dead|out of (order|service)|unavailable|always (busy|engaged)|just rings|goes (straight )?to (voicemail|answering)|mailbox (is )?full|forever|unmanned|endless|for ages|gave up) - call* back - ring* me - email - rude - delivery man - bell - driver - door - got rude - hung up on me - refund - calls me - rang me - back in an
        (on hold|hold music|hold the line|holding|waiting loop|in (the|a|your) (phone )?queue|call queue|music on hold|number {n} in the queue|your call is important|held the line|queue position) - put .. on hold - membership - order on hold - plan on hold - account on hold - freeze
        (waited|waiting|spent|listened|listening|held|hung) .. (on the (phone|line)|hotline|music|queue|line|dialling|ringing) - driver
        (nobody|no one|noone|not a soul|none) .. (answer*|pick* up|picks up|picked up|available|reachable|at reception|on reception|at the (desk|counter|front)|mans) .. - email - mail - letter - my question - complaint - questions
        (phone|line|hotline|number|chat|lines|telephone|landline) .. (dead|engaged|busy|rings out|off|down|disconnected|unanswered|offline|not in service|permanently|constantly|unreachable|out of order|nobody|closed|useless) - call back - offhand
        (called|calls|phoned|rang|rung|dialled|dialed|tried (calling|ringing|phoning|to call|to ring)|trying to (call|ring|phone)) .. ({n} times|{n} x|x \\d*|all day|all week|all morning|for (days|hours|weeks)|since|repeatedly|again and again|{n} days) + (no|nobody|nothing|never|not|no one|without|busy|engaged|cant|noone|success|luck|avail|only|just|yet) - call* back - cancelled - email* - get back
        unreachable|uncontactable|(reception|front desk|desk|counter|office) .. (empty|unmanned|unstaffed|deserted|nobody|no one|closed during|abandoned|dark)
        (chat|bot|chatbot|robot|machine|voice menu|menu|press \\d*) .. (endless|loop|loops|useless|circles|offline|disconnects|closed|never|no human|only|again|unavailable)
        (email|emails|mail|mails|message) .. (bounce*|bounced|undeliverable|came back|returned)
        do (you|u) .. even have a (phone|telephone|number|hotline)
    """,
    "access.no_call_back": """
        ({call_back}|phone|ring|call) + (silent|still silent|nope|neither|not a peep|zip|didnt happen|no one did|never did|never rang|never came|not since|hasnt rung|never materiali[sz]ed|i sat by) - answer* - hold
        no (cb|callback|call back|return call|phone call|ring back)
        (phone|mobile) .. (silent|never rang|hasnt rung|stayed (silent|quiet)|not rung)
        (call|phone call|ring|callback) .. (did not|didnt|never|hasnt|has not) (take place|happen|happened|come|came|materiali[sz]e*|taken place|follow|followed)
        ({call_back}) + (never|not|no|nobody|no one|noone|still|didnt|nothing|havent|hasnt|hadnt|since|yesterday|days ago|weeks|wks|hours ago|silence|happened|waiting|ages|forgot|forgotten|never happened|no one did|dont|wasnt|isnt|ago|none|has anyone|in vain|nada|zilch|failed|two days|{n} days|last week|yet|missing|empty promise|hot air|crickets|phone stayed|long gone|passed) - please call - pls call - can you call - could you call - no need - no rush - not urgent - on hold - if - refund .. account - would like a call - can someone call - could someone - wants a call - dont call - dont need
        {no_one} .. (called|calls|rang|rung|phoned|call|ring) .. (me|us|back|him|her|cust|again)
        (promised|said|agreed|supposed|meant|told) .. (call|ring|phone|callback|be in touch) + @(never|nothing|nobody|no one|still waiting|havent heard|hasnt|didnt|phone .. silent|waited|no call)
        (not|never) (been )?(called|rung|phoned) back|never (called|rang|phoned|returned)|no (call back|callback|return call|phone call)|(where|wheres) .. (call|callback|my call)
        (left|leaving) .. (message|messages|voicemail|voicemails|number) + (no|never|nobody|nothing|not|yet|without|silence|since) - email
        (waiting|sat|waited|sitting|glued) .. (by|next to|for|on|at|to) .. (the phone|your call|a call|the call|call|ring|phone) - hold - line - queue - driver
    """,
    "membership.cancellation_refused": """
        (only|just) the (manager|boss|owner|director|head office) .. (can|could|may|is allowed|has to) .. + @({cancel}|membership|contract) - told me out
        (passed|sent|referred|bounced|shunted) (me|us|him|her)? ?.. (to) + @({cancel}|leave the gym|membership)
        (has|have|had|must|needs) to (appear|come|show up|be present|attend|be there|call|sign) .. (in person|personally|physically|himself|herself|by post)
        (make|book|making) an appointment .. + ({cancel}|leaving)|({cancel}|leaving) .. (make|book|need*|wants?) .. appointment - dentist - my appointment
        (no|not a) (cancel|cancellation|leave|exit) (button|option|link|form)|join button
        (told|says|said|say|system|reception|manager|desk|they) .. (cant|cannot|not allowed|no way|impossible|have to|need|needs|must|only) .. ({cancel}|contract|{n} days|letter|in person|manager|before (i|he|she|they) may) + @({cancel}|member*|gym|mbr|contract) - delivery - order - appointment - slot - fee - window
        (need|needs|require|requires|want|wants|demand*) .. (notice|letter|form|proof|doctors note|certificate|id) .. and .. (before|to|speak|see|appear|come|talk) + @({cancel}|member*|gym|contract|go|leave)
        ({cancel}) + (refus*|not (allowed|possible|accepted|permitted|valid)|wouldnt (let|accept|process|take|allow|do)|would not (let|accept|process|take|allow)|wont (let|accept|allow|take|process)|will not (let|accept)|(told|said|says|claim*|reception|they|system|website|app) .. (cant|cannot|couldnt|only|must|have to|had to|need to|not|impossible|too late|no)|only (in person|by (post|letter|fax|registered)|with|at|on|via|through|accept*|every)|(have|had|must|need|needs) to (come|speak|write|wait|see|go|appear|bring|send|prove|call|visit|print|show)|must (come|speak|write|wait|see|go|appear|bring|send)|sent (me |him |her |us )?(away|home)|turned (me |him |her )?away|reject*|denied|declined|no (button|way|option|link)|impossible|not until|didnt accept|did not accept|wasnt accepted|isnt accepted|unable|blocked|tore up|made it impossible|threw|talk to the manager|come back|in writing|registered|hoops|in person|refusing|stuck|locked in|trapped|(cant|couldnt|cannot) (just |simply )?(cancel|leave|quit|get out|end)|no one (can|could|would)|nobody (can|could|would)|invalid|insist*) - appointment - delivery - order - class - session - sofa - due to - fee - {n} times - still being - charged - keep* offering - booking - come to - i cant make - cant afford - cant use - dont have time - i cant come - cant train - unable to use - money - never got - processed
        (wont|wouldnt|will not|refuse* to|would not) (let|allow|release|free) (me|us|him|her|my|people|members) .. (go|out|leave|cancel|off|from|quit|end) - showroom - store - office - room
        (held|holding|hold|kept|keeping) .. (hostage|prisoner|captive)|hostage
        no (way|button|option|link|possibility) .. (to |of )?(cancel*|leave|leaving|get out|quit*|end*|terminat*) - appointment
        (cancel*|cancellation|notice|resignation|termination) .. (reject*|refus*|denied|declined|not (been )?accepted|returned|sent back|turned down|invalid|thrown) - order - delivery - appointment - refund
        (locked|trapped|stuck|tied) (in|into|to) .. (contract|membership|gym|agreement|it)
    """,
    "membership.cancellation_ignored": """
        (confirmed|acknowledged|got|received) .. (my )?(notice|cancellation|resignation) + (still|all the same|helped yourselves|nevertheless|keep*|again|debit*|charg*|account|taking) - fee
        (cancelled|canceled|resigned|quit|notice) .. (in|on|since) .. ({weekday}|\d+[^ ]*) .. + (still|another|again|gone from|account|here we are|yet|now|this month|fee|charg*|debit*|took|taken) - cancellation fee - exit fee - refund - order - freeze
        (debits|payments|charges|direct debit|dd) .. (not stopped|havent stopped|continue*|keep (coming|going)|still (going|coming|running))
        (sent|handed in|emailed|posted|submitted|filed) .. (certificate|form|notice|cancelation|cancellation|letter) .. (weeks|months|days|in {weekday}|{n} times|ago) + (still|not|nothing|no|never|debit*|charg*|again) - order
        (asked|told|wrote|emailed|said|cancelled|cancel) .. ({n} ({days}) ago|already|again|twice|{n} times|since {weekday}|in {weekday}|back in) + @({cancel}|member*|gym) + @(nothing|still|no reply|no answer|ignored|never|not processed|not confirmed|again) - order - delivery - refund - freez* - unfreez* - call* - appointment
        (resign|resigned|cancel|cancelled|quit) .. + @(still|card|charged|debit*|hit|billed|taking|member|direct debit) + (times|in {weekday}|by email|before you) - fee - order
        ({cancelled}) + (still|again|continu*|keep*|kept|no (confirmation|reply|answer|response|reaction|word|acknowledg*)|ignored|nothing (happened|happens|came|back|since|done)|not (been )?(processed|confirmed|acknowledged|actioned|registered|carried out|recorded|done|effected)|never (processed|heard|got|confirmed|acknowledged|went|been|received|actioned|registered)|(third|fourth|second|fifth) time|{n} times|twice|three times|vanished|lost|drawer|being (charged|billed|hit|debited)|debited|charged|billed|taking|taken|(still|being|getting) hit|going out|active|a member|havent heard|heard nothing|hasnt been|wasnt processed|no one|nobody|unanswered|yet|without|every month|each month|as if|disappear*|take note|pretend*|bin|silence|same as before) - i still - order - appointment - delivery - class - session - refund - let me - sofa - would like - yesterday and - want to - booked - not allowed - in person - cant cancel - pressured - offer* - to talk - fee - frozen - freez*
        (still|continue* to|keep*|again|now) .. (charg*|bill*|debit*|tak*|deduct*|a member|active|withdraw*|collect*) + @(cancelled|canceled|cancellation|gave notice|resigned|resign|quit|terminated|left (the )?(gym|in|last)|ended) - cancellation fee - delivery - order
        (left|quit|resigned|cancelled) .. (gym|club|studio|membership|in|last|{weekday}) + (still|dd|direct debit|charged|paying|going out|taking|billed|payments)
        (how many times|how often) .. (cancel|resign|leave|quit|write)
        (cancellation|resignation|notice|termination) .. (ignored|unanswered|vanished|lost|disappeared|not (processed|confirmed|acknowledged|registered)|never (processed|confirmed|acknowledged)|no reaction|nobody|no one|bin|drawer|nowhere|unprocessed|unconfirmed) - order - delivery
    """,
    "membership.fee_disputed": """
        (refuse|wont|not going|not willing|object|no way|disput*|contest*|demand for|want|wants) .. ({fee}|admin|processing) + @(leav*|cancel*|exit|way out|quit*|end (my|the)|membership|contract|closing|terminat*) - delivery - order - refund .. days
        (admin|administration|processing|closing|close out|handling|exit|settlement) (charge|fee|cost) - order - delivery - shipping
        (exit|cancellation|cancelation|leaving|termination|early termination|joining|admin|cancel|cxl|quit|close out|closing) (fee|fees|charge|penalty|fine) - what is the - how much - is there - do you - refund - order - no {fee}
        ({fee}) + ({leaving}|joining|sign up|admin|administration|processing|early) + (never|nobody|no one|not|unfair|refuse|wont|why|ridiculous|outrage*|disput*|object*|rip off|ripoff|hidden|surprise*|suddenly|now|demand*|want|wants|wanted|charged|charge|charging|robbery|without|first|unannounced|extort*|contest*|wrong|shouldnt|shock*|privilege|cheek|tell me|told me|wtf|what is (this|that)|what (for|the)|joke|scam|steep|excessive|exorbitant|disagree|dont|didnt|dont see|unjustified|illegal|unlawful|billed|slapped|invoiced|daylight|waive|just to|for the|pay) - what is the - how much is - is there a - refund - do you charge - happy to pay - fine with - no fee - without (a |any )?fee - order - delivery fee - delivery - showed me
        ({leaving}|joining|admin|termination|administration) (fee|fees|charge|penalty|cost|fine) .. (never|not|unfair|disput*|object*|why|nobody|excessive|ridiculous|out of|hidden|told|mentioned|without|wrong|charged|is (a|an)|i (refuse|wont|dont)|is)  - what is - how much - delivery
        (charge*|charging|want|wants|demand*|pay|paying|bill*|invoic*|asked for|asking for) .. ({fee}) .. (to leave|for leaving|to cancel|for cancelling|for cancell*|for canceling|to get out|to quit|so i can|so that i|to go|to end|to terminate|just to|to let me) - how much do
        (why|refuse|not|wont|never|unwilling) .. (pay|paying|owe) .. (fee|{fee}|penalty|to leave|to go) - delivery - parking - class - joined
        (penalty|fee|fees|charge) .. (for (leaving|cancelling|canceling|quitting)|because i (left|quit|cancelled|am leaving)) - how much
    """,
    "membership.unexpected_renewal": """
        (signed|put|locked|booked|bound|enrolled) (me|us) .. (up|down|in)? ?.. (for|into) (another|a further|a second|a new|{n} more) .. (twelve|12|year|months|term|24)
        (months|year|contract|term) (was|were|is) (up|over|done|finished) .. + (another|again|further|new|still|discovered|renew*|extend*|more)
        (renewed|extended|rolled over) .. (no (warning|notice|email|reminder|heads up)|without|wo|never asked)
        (trial|mo trial|month|months|taster|intro offer) .. (turned|became|rolled|converted|changed) .. (into|to) .. (annual|year|yearly|contract|full|membership|paid)
        (im|i am|am|apparently|still|suddenly) .. (a )?(member|bound|tied|signed up|locked|contract) .. (until|till|for another|through) .. \d+ - please - wonder*
        (impression|thought|assumed|believed|understood) .. (one|1|twelve|12|six|6|fixed|a) (year|month|months) .. (lasts|membership|contract|end|only|over)|(thought|assumed|believed|expected) .. (it )?(would|wd|wld|will|to) (just |simply |automatically )?(end|stop|expire|run out|finish|be over)
        (renew*|extended|extend|extending|extension|rolled over|roll over|rolls over|rolling|prolong*|another (year|12 months|twelve months|term|six months)|further (year|12 months|term)|new (term|year|12 months)|auto renew*|autorenew*|automatically|carried on|re up|reupped|second year|one more year|year {n}) + (without|never|not|nobody|no one|didnt|unexpected*|surprise*|suddenly|just|asked|ask|told|warning|notice|reminder|against|why|behind|thought|impression|expired|ended|should have|was only|were only|supposed|discover*|found out|by itself|itself|themselves|on its own|no idea|unaware|notified|noticed|only wanted|only signed|agreed to|charged|secretly|silently|quietly|sneak*|automatically|apparently|somehow|where does|said nothing|permission|ran out|wanted|meant|i see|see that|bound|auto) - please - i want to renew - like to renew - how do - can i - would like - dont renew - do not renew - delivery - deadline - tell me - passport
        (was|were|is|only) .. (a |for )?(one|1|12|six|6|fixed|3|three|twelve) (year|month|months|yr|term) .. (membership|contract|trial|only)? ?.. + (still|continue*|goes on|lasts|charged|now|going|charging|running|thought|impression|again|ran on|carried) - refund - warranty - freez*
        (contract|membership|subscription|trial|plan|it) .. (ended|expired|ran out|was over|finished|up|over|ran until|was due to end|should have ended|supposed to end|was to end) .. + (still|again|charged|continue*|another|new|renew*|now|extended|debit*) - cancelled - gave notice - warranty
        (trial|free (month|week|trial)|test month|taster) .. (turned|became|converted|rolled|changed|morphed|into|suddenly|now) .. (contract|membership|year|subscription|full|paid|member|12|24)
        (nobody|no one|never|didnt|not|without) .. (told|warn*|remind*|mention*|notif*|inform*|said) .. (renew*|extend*|extension|another year|rolls|automatic*|auto)
    """,
    "membership.wrong_freeze": """
        ({n} month|month|months|week) (hold|freeze|pause|break|suspension) + (set|put|entered|instead|but|wrong|kept|only|extra|more|charged|got)
        (freeze|pause|hold|suspension) .. (supposed|meant|should|due|was to|asked|agreed|set|for) .. + (but|until|kept|instead|still|not|wrong|pushed|early|late)  - would like - please freeze - driver - phone
        (unfreeze|unfrozen|reactivate|unpause|lift the freeze|end the freeze) .. (still|weeks|wks|days|not|never|ignored)|still (frozen|paused|suspended)
        (parked|froze|frozen|paused|suspended) .. (it )?(instead|by mistake|in error|wrongly)|(frozen|paused|suspended) .. (mistake|error|wrong (person|member|account))
        (freez*|froze|frozen|unfrozen|unfreeze|paus*|suspen*|on hold|put on ice|on ice|frz|hold) + ({member}|month|months|{weekday}|charged|charge|charging|fee|fees|account|paid|paying|pay|debit|billed|weeks|days|card|doctor*|injury|surgery|pregnan*|ill|training) + (charged|charging|still|wrong|never|without|not|didnt|instead|ended|lifted|started|taken|debited|hasnt|wasnt|isnt|nobody|ignored|no one|only|despite|although|even though|yet|too (early|long|late|short)|forgot|never asked|against|mistake|billed|deducted|full price|full fee|longer|shorter|keeps|continues|kept|applied|unasked|dont remember|removed|cancelled|error|because|why|added|extra|extended|expired|anyway|but|went|off) - please - can i - would like - like to - how do - possible - pls - want to freeze - wants to freeze - do you - freezer - driver - phone - fridge - could you - pause instead - a pause - considered - half price - offer* - he said - call on hold - was on hold
        (frozen|froze|paused|suspended) .. (my|our|his|her|the) .. (membership|account|contract|plan|subscription) .. (without|although|even though|instead|but|when i|by mistake|for no reason|despite|wrongly)
        (without|never|didnt|nobody) .. (asked|consent|asking|request*|agree*|tell*|told|wanted) .. (freeze|pause|frozen|paused|suspension) - offer
        (freeze|pause|suspension|hold) .. (wrong|ignored|not applied|never applied|not (recorded|entered|granted|registered|processed|been|there)|never (entered|recorded|processed|started|happened)|cut short|ended early|wrong (month|months|dates|date)|for the wrong|a month (too|early|late)|{n} (weeks|months) (too|longer|instead|rather)|mixed up|refused|denied|vanished|lost) - call
    """,
    "membership.pressured": """
        (tried|wanted|asked) to (cancel|leave|quit|end) + (kept|offer*|discount*|sell*|pitch*|talk*|persuad*|half an hour|an hour|manager|refus* to stop|begged|free month*|would not stop|wouldnt stop)
        (kept|keep|keeps) (offering|selling|pitching|asking why|trying to (keep|sell|talk)) .. + @({cancel}|leave|membership|contract)
        (spent|took|for) .. (hour|minutes|ages) .. (selling|pitching|persuading|convincing|talking|trying|arguing|haggling) .. + @({cancel}|leave|membership|contract|gym)
        (hard sell|guilt trip|sales pitch|pressur*) .. (when|after|as|to|objected|leave|stay) .. (leave|leaving|cancel*|stay|quit*|asked to leave|objected) - showroom
        (speech|lecture|sermon|talk|pitch|spiel) .. (on|about|how) .. (quit*|winners|staying|health|give up|giving up|commit*|why)|sit through .. (speech|lecture|pitch|talk|sermon|spiel)
        (offered|offers|offering) .. (discount|free|pause|pt|cheaper|half|upgrade|months|deal) .. ({n} times|{n} x|\d x|three times|again and again|repeatedly|until)
        ({pressing}) + ({cancel}|stay|staying|keep (my|the) (membership|contract)|plan|tariff|upgrade|personal training|pt sessions|premium membership|membership|gym) - delivery - warranty - insurance - store card - card - trial - showroom - sofa - mattress - two year contract - freeze
        ({cancel}) .. + ({staying}) - order - delivery - appointment - freez* - still being - charged - paid - no reply - hours ago - {n} minutes late - in person - notice period - refund - driver - class - minutes ago - if - fee - would like to - want to - what happens - sofa - hours late - ago
        (tried|trying|try|attempt*|kept trying|wanted) .. (talk|persuade|convince|guilt|sell|get|keep|make|bully|shame|upsell|push) .. (me|us|him|her) .. (out|stay|staying|into|another|plan|change|cheaper|more|keep|not to|round) - warranty - insurance - card
        (when|after|instead of|rather than|while) .. ({cancel}) .. + (lecture|sales (talk|pitch)|interrogat*|grilled|begged|cheaper|discount|manager|another manager|argu*|half price|offer*|pause|questions|hour|talked|guilt*|persuad*|laugh*|convinc*|three|passed) - appointment - delivery - order
        (three|3|two|several|{n}) .. (managers|people|salesmen|calls|offers|staff|different people|employees) .. (before|until|to|tried|just to|when) .. (cancel*|leave|let me go|quit|out)
    """,
}

SIGNS = """
    (bad|poor|terrible|awful|worst|lousy|appalling|shocking|disgraceful|dreadful|horrible|pathetic|useless|crap|shit|shitty|abysmal|horrendous|zero) .. (service|customer service|experience|company|store|shop|gym|business)
    (never|wont|will not) .. (again|shop|buy|order|come back|use you|set foot|return)
    (tell|telling|warn|warning) .. (friends|everyone|everybody|family|people|all|neighbours|colleagues|the world)
    (not|no) (how|way) .. (run|treat|do) .. (business|shop|company|customers|people)
    (disappoint*|unacceptable|outrage*|disgust*|ridiculous|disgrace|fed up|furious|livid|angry|upset|annoy*|frustrat*|appalled|scandal*|joke|shambles|incompetent|sick of|had enough)
    (complain|complaint|complaining|compl|formal complaint)
    (lawyer|solicitor|attorney|ombudsman|trading standards|consumer (protection|rights|advice)|small claims|court|sue|legal action|chargeback|police)
    (one|1|zero|0) (star|stars)|bad review|leave a review|trustpilot
"""
