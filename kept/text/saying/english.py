"""English: its little words, the words that patterns of every context name, and what does not count."""

from __future__ import annotations

from kept.text.saying.language import Language

CLASSES = {
    "n": r"\d*|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|several"
    "|many|half an|half a|a couple of|couple of|a few|another|countless",
    "hours": "min|mins|minute|minutes|h|hr|hrs|hour|hours",
    "days": "day|days|week|weeks|wk|wks|month|months|mths|year|years|fortnight|ages",
    "weekday": "mon|monday|tue|tues|tuesday|wed|weds|wednesday|thu|thur|thurs|thursday|fri|friday|sat|saturday"
    "|sun|sunday|yesterday|today|tomorrow|january|february|march|april|june|july|august|september|october"
    "|november|december|jan|feb|aug|sept|sep|oct|nov|dec|spring|summer|autumn|winter|christmas|easter",
    "clock": r"\d{1,2}(:|\.)?\d{0,2}( (am|pm|h|hrs|oclock|ish))?|noon|midday|midnight|(one|two|three|four|five|six"
    "|seven|eight|nine|ten|eleven|twelve)( (am|pm|oclock))?",
    "no_one": "nobody|no one|noone|no body|not a soul|not one person|nobody at all|no driver|no van|no truck"
    "|no lorry|no courier|no crew|no human|none of (you|them|your people)",
    "not": "not|w o|never|nothing|didnt|did not|hasnt|havent|hadnt|wasnt|werent|isnt|arent|wont|cant|cannot|doesnt"
    "|dont|no|nobody|noone|neither|couldnt|wouldnt|aint|without|nor|none",
    "you": "you|u|your|ur|yours|they|their|we|our|he|she|his|her|the|this|that",
    "me": "me|us|him|her|my wife|my husband|my mother|my father|my mum|my dad|my son|my daughter|cust|customer"
    "|caller|client",
    "bad": "late|delayed|rude|unfriendly|impolite|damaged|damage|scratched|scratch|scratches|dent|dents|broken"
    "|faulty|defective|wrong|missing|worn|used|pushy|pressured|pushed|forced|overcharged|charged twice"
    "|double charged|ignored|complaint|complaints|complain|problem|problems|trouble|issue|issues|delay|delays"
    "|mistake|mistakes|fault|faults|marks|mark|fee|fees|surprise|surprises|pressure|a minute late|mess",
}

ENGLISH = Language(
    code="en",
    little="the a an and is was are were to of for in on at my your you it i we this that have has had not but "
    "with from be been please thanks can will would do did just so no they he she me what when im its ive dont "
    "didnt by or as if about there all",
    classes=CLASSES,
    denied="""
        (not|never|wasnt|isnt|werent|arent|nor|neither|hardly|no longer|nothing was|nothing is|nobody was|no one was|nothing|never had|never have|never got|never a) (at all|really|even|ever|in the least|been|too|a bit|the slightest bit|in any way|actually)? ?(a )?{bad}
        (no|without|without any|zero|not a single|not one|not a|free of) (extra|hidden|single|further|major|real|more)? ?{bad}
        (didnt|did not|dont|do not|havent|have not|doesnt|never) (feel|felt|seem|get|got|been|be|have|had|find|found) (at all|in the least|any)? ?{bad}
        no .. (damage|scratches|complaints|delays|problems) at all
        (no one|nobody|noone) (has |had |ever )?(pressured|pushed|forced|rushed|charged|ignored|was rude|was late) .. 
        not a (single )?(scratch|dent|mark|minute late)
        (wouldnt|would not) call .. {bad}
        (never|not once) (had|have|has|got|was|were|is|are|been) (a |any |an )?(single )?{bad}
    """,
    supposed="""
        (?<!asked )(?<! as )(?<!even )(?<!only )if(?! not earlier)
        in case|unless|suppose|supposing|provided|assuming|were i to|if i were to|should (you|the|it|anything|my|i|there) (be|come|arrive|get|turn|not|ever|have|want)
        what happens (when|if)|what if|what would happen
        (i|we) (just |do |really |very much |sincerely )?(hope|hoping|pray|worry|wish (you|it|that|there|the|i|all)|trust (that|you|it|the))|hopefully|fingers crossed|lets hope|hoping
        (im|i am|we are|were|a bit|bit) (a bit |bit |slightly |little )?(worried|afraid|nervous|anxious|scared|concerned) (that|about|it|the|you|of|they)
        (please|pls|plz|kindly) (dont|do not|make sure|ensure|take care|be careful|try|avoid|mind|note)
        (to|can|could|would) (avoid|prevent)|so that nothing|make sure|so nothing|just to be safe|just in case
        (i|we) (would|will|shall|might|may|could|am going to|ll|d) (be|arrive|come|get) .. (late|delayed|early|back)
        (i|we|ill|well|im|were|shes|hes|my (wife|husband|son|daughter|sister|brother|mother|father|mum|dad)) (am |are |is |was |will be |might be |may be |be |running |going to be |gonna be )+(running )?(a bit |bit |a little |slightly |{n} {hours} )?(late|delayed)
        (ill|i will|we will|im going to|i shall) (be|arrive) .. late
        (considering|thinking about|thinking of|toying with|wondering about|contemplating)
    """,
    elsewhere="""
        (my|our|the|his|her|your) (last|old|previous|former|prev|ex|other|first) (gym|store|shop|studio|club|provider|supplier|company|furniture (store|shop)|retailer|place|sofa place|trainer|landlord|delivery company)
        (last|prev|old|previous|former) gym
        (the|an|some) (other|another) (gym|store|shop|studio|place|company|retailer|chain|firm)|another (gym|store|shop|studio|place|company|retailer|chain|firm)|other (gyms|stores|shops|places|companies|firms|retailers)|a different (gym|store|shop|company|place)
        (your )?competitor*|the competition|elsewhere|a rival
        ikea|amazon|ebay|wayfair|mcfit|argos|dhl|hermes|evri|dpd|ups|fedex|planet fitness|puregym|my bank|the bank|my landlord|my broadband|my internet provider|my phone company|my neighbour*s gym|the post office
        (my|a) (friend|friends|neighbour|neighbor|sister|brother|colleague|cousin|coworker|mate|mum|dad|mother|father|aunt|uncle|boss|flatmate|roommate) .. (at|with|by|from) (another|a different|some other|his|her|their) (gym|store|shop|company|place)
        (read|saw|seen|heard) .. (review|reviews|online|forum|reddit|stories|people say|that other|the news|rumour*|rumor*|from others)|(in|on|from) (the )?(review|reviews|google|trustpilot|facebook)
        (at|with) my (last|old|previous|former)
        (there|over there|those people) (they|you had to)
    """,
    here="""
        your (driver|drivers|store|shop|gym|team|staff|colleague|colleagues|company|people|men|invoice|website|hotline|service|place|guy|guys|manager|delivery)
        (with|from|at|by|to) (you|u|yours)|here|you (guys|people|lot|have|are|were|did|charged|told|promised|said|never|didnt|dont)|now you|but you|and now|this time|my (sofa|order|delivery|membership|contract|refund|invoice)
        same here|same with you|just like you|now its happening|and (you|u)
    """,
    asked="""
        (what|whats|what is) (is|are|was|the|happens|would|will|do|does|if|about|counts|sort|kind|time|day|your|ur)
        how (much|long|many|do|does|can i|can we|would|will|late|far|big|early|soon|is|are|often)
        (do|does) (you|u|your|the|it|i|we|ur|this|that|a|an|they|anyone|every) - {no_one} - even have
        (is|are) (there|it|the|my|a|an|your|you|cancellations|late|damaged|refunds|this) .. - really - (why|unacceptable)
        (can|could|may|shall|should|must) (i|we|one|the|my|your|a|it|somebody|someone|anyone) .. - {no_one}
        (will|would|wont) (you|u|the|it|there|i|we|my|your|a|this|that|they|someone|somebody) .. - {no_one}
        (which|who|whom|whose|where) (is|are|can|do|would|does|of|should|days|day|one|windows) .. - (van|driver|truck|lorry|refund|money|sofa|order|my|delivery) - still
        when (will|do|does|is|are|can|would|should|could) .. - (finally|at last|still|ever)
        (any|anything|has anyone|have you got|have you) (chance|idea|news|update|fee|charge|known|i) ..
        (just )?(a )?(quick )?(question|query|wondering|curious|wanted to (know|ask))
        (q|asks|asking|asked|wants to know|wanted to know|enquir*|inquir*|query|would like to know|i would like to know|id like to know|could you tell me|can you tell me|please tell me|pls tell me|let me know|please let me know) (about|if|whether|what|how|re|for|which|when|where)
        (am|was) i (late|too late|allowed|able|right|charged|going)
        (whats|wheres|whos|hows) (the|ur|your|it|with)
    """,
    reproach="""
        why|how come|how dare|how (can|could) (you|u|it|that|this|anyone|a|they) - how can i|how (on earth|the hell|am i supposed|is that|is this|many (more )?times)|what the (hell|heck|f*)|what (on earth|kind of|sort of|is this|am i)|who (do you|gave|authori*)|how many times|is (this|that) (how|what|your|a joke|normal|really)|is it (really|too much)|do (you|u) (guys|people|lot)? ?(even|really|think|honestly|call)|seriously|wheres my|where is (my|the|your|ur)|where are (my|the|your)|wtf|what is this
    """,
    settled="""
        (has|have|was|were|been|is|got|its|it is|all|now|since been|thats|that is) (all |since |now |already |been |quickly |all been |completely |fully ){0,4}(sorted|resolved|fixed|settled|solved|put right|cleared up|dealt with|made good|water under the bridge|forgiven|forgotten|history)( out)? - (not|never|hasnt|havent|isnt|still|until|want|needs) 
        (you|they|your team|your colleague|she|he) (sorted|resolved|fixed|settled|solved|credited|refunded|put (it|that) right|made up for|made it right|apologi*|replaced it|dealt with (it|that)) - (not|never|hasnt|still|but then|only)
        (no hard feelings|no harm done|never mind|nevermind|water under the bridge|dont worry about it|no need to do anything|all good now|all is well|its fine now|all fine now|ignore my (last|previous|earlier)|my mistake|my own fault|my fault|my bad|i was wrong|i misread|i got that wrong|found it|turned up after all|no complaints|false alarm|(has|have|is|are) (just |now |finally |since )?(arrived|turned up|got here|been found|here now)( today| now|$)|just (got here|arrived|turned up|came)|ticket can be closed|please ignore|pls ignore|disregard)
    """,
    typed="delivery deliver delivered delivering driver arrived arrive damaged scratched cancelled canceled cancellation "
    "cancel membership contract renewed renewal charged charge twice refund refunded invoice received receive broken "
    "missing promised promise called callback answered answer window appointment waiting waited nobody "
    "company manager pressured pressure ignored rude information different description described customer yesterday "
    "tomorrow morning afternoon evening account payment agreed ordered without because reached unfriendly "
    "furniture terminate subscription automatically unreachable defective discount",
    right="changed charger chargers change changes chance driven drive drives river receiver delivers deliveries "
    "delayed cancels cancelling canceling renew renews charges charging arrives arrival arriving promises "
    "calling answers answering windows appointments payments accounts orders ordering invoices refunds managers "
    "contracts contact contacts memberships reader reached reaches discounts receives receiving agree agrees "
    "evenings mornings nobodys wanting wait waits cancellations customers companies informations subscriptions "
    "pressures pressures terminated terminates renewing renewals described describes different differently "
    "broke missed misses drivers charmed contrast cancer received chargeable changing broker woken token spoken "
    "hissing kissing passing accent amount count county country piece trice",
)
