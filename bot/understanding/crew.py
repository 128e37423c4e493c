"""What a text in an emergency tells of the crew: that 911 was called, that it has come, or that it has not come yet.

The same words stand in both ("rescue showed up", "rescue never showed up"), and who is taken for helped gets no more steps.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding.patterns import Matcher, Pattern, group_term
from bot.understanding.phrases import Phrases

_CREW = group_term(
    "ambulance|ambo|ems|emt|emts|medic|medics|paramedic|paramedics|rescue|squad|fire dept|fire department|"
    "fire guys|fire crew|firetruck|fire truck|firefighters|firemen|lifeflight|life flight|sheriff|warden|"
    "coast guard|medical tent|tente medicale|crew|nurse|doctor|ambulancia|paramedico|paramedicos|bombero|bomberos|"
    "rescate|ambulanciers|ambulancier|lambulance|lambulancier|pompier|pompiers|secours|bombeiro|bombeiros|samu|"
    "socorrista|socorristas|resgate|anbilans|ambilans|ambulans|ambalaas|ambalaaski|ambalaaskii|الاسعاف|الإسعاف|"
    "скорая".split("|")
)
# What a crew does that is there, said right behind its name. "Lambulance arrive" and "ems took forever" are not among it.
_IS_THERE = group_term(
    "arrived|got here|showed up|shown up|pulled in|pulled up|pulling in|rolled in|rolled up|walked in|came in|"
    "came through|came thru|rushed in|took over|taking over|took him|took her|took them|taking him|taking her|"
    "taking them|working on him|are with him|are with her|is with him|is with her|working on her|loading him|"
    "loading her|loaded him|loaded her|has him|has her|have him|have her|got him|got her|with him now|with her now|"
    "are w him|are w her|are giving him oxygen|are giving her oxygen|"
    "in here now|here now|is here|are here|just here|r here|"
    "llego|llegaron|ha llegado|han llegado|entro|entraron|"
    "esta aqui|estan aqui|se lo llevo|se la llevo|se lo llevaron|se la llevaron|se lo lleva|se la lleva|"
    "se lo llevan|se la llevan|est arrivee|est arrive|sont arrives|sont rendus|est rendue|viennent darriver|"
    "vient darriver|sont la|est la|lont embarque|lont embarquee|lont pris en charge|la pris en charge|"
    "la prise en charge|chegou|chegaram|entrou|entraram|levou|levaram|ta aqui|tao aqui|estao aqui|la rive|fin rive|"
    "waa yimid|وصل|وصلت|وصلوا|приехала|приехали|забрала|забрали|уже здесь".split("|")
)
# And said before its name.
_THERE_IS = group_term(
    "llego|llegaron|entro|entraron|se lo llevo|se la llevo|se lo llevaron|se la llevaron|se lo llevan|se la llevan|"
    "chegou|chegaram|entrou|entraram|levou|levaram|وصل|وصلت|وصلوا|اخذوه|اخذوها|приехала|приехали".split("|")
)
# Police have come for who was in danger from another only where that one is taken, or they are out.
_POLICE = group_term("cops|cop|police|policia|officer|officers|deputy|sheriff|trooper|guards|security|polis".split("|"))
_HAVE_THEM = group_term(
    "got him|got them|got her|have him|have them|has him|took him|took them|arrested him|arrested them|"
    "arrested her|him in cuffs|him outside|se lo llevaron|se lo llevo|lo arrestaron|lo agarraron|lont arrete|"
    "lont emmene|levou ele|levaram ele|prenderam".split("|")
)
_ARE_HERE = group_term("here|came|come|arrived|showed up|est la|sont la|llego|llegaron|aqui|chegou|chegaram".split("|"))
_OUT = group_term(
    "were ok|were okay|were safe|im ok|im safe|im out|were out|im w|im with|we are ok|we are safe|dehors avec|suis dehors|"
    "estoy afuera|estamos bien|estoy bien|estoy con|estamos a salvo|estou fora|estou bem|estamos bem".split("|")
)
_NO_CREW = group_term(
    "rescue breath|rescue breaths|rescue breathing|rescue position|on the way|on its way|coming|minutes".split("|")
)
# Of a crew that is still to come: a word of the first, then at once one of the second.
_NOT = group_term(
    "not|hasnt|havent|aint|isnt|arent|didnt|never|no|nobody|none|no one|wont|when|until|till|before|if|nunca|todavia|aun|cuando|"
    "hasta|antes|si|nadie|pas|jamais|quand|avant|nao|ainda|quando|ate|se|poko|لم|нет".split("|")
)
_TO_COME = group_term(
    "here|here yet|come|coming|arrived|showed up|show up|shown up|pulled in|pulled up|got here|gotten here|made it|llegado|llega|"
    "llegan|llego|llegaron|viene|aqui|la|arrive|arrives|arrivee|rendus|chegou|chegaram|chega|vem|rive|وصل|приехала".split("|")
)
_HERE_NOW = group_term(
    "are here|is here|r here|here now|est la|sont la|esta aqui|estan aqui|ta aqui|estao aqui|got here".split("|")
)
# Of one that is nowhere: "no medics are with him".
_NOBODY = group_term("no|nobody|none|no one|aint|ningun|ninguna|aucun|aucune|nenhum|nenhuma".split("|"))
_BESIDE_THEM = group_term("are with him|are with her|is with him|is with her|are w him|are w her|is w him|is w her".split("|"))
_WAIT = group_term(
    "waiting|waitin|wait for|wait on|esperando|esperamos|on attend|jattends|attendant|aguardando|a espera".split("|")
)
_YET = group_term("yet|todavia|aun|encore|ainda|still".split("|"))
_WHEN_THEY = group_term(
    "when they|until they|till they|til they|before they|if they|cuando|antes que|quand ils|quando eles".split("|")
)
_MINUTES = group_term("min|mins|minutes|minutos|hour|hours|hora|horas|miles".split("|"))
# Somebody who is spoken with is elsewhere: "got coast guard on 16", "medics on the phone".
_SPOKEN_WITH = group_term(
    "on the radio|on radio|on the phone|on phone|on the line|on the horn|on speaker|on vhf|on channel|on 16|por radio|"
    "por telefono|en el telefono|al telefono|en linea|au telephone|au bout du fil|en ligne|a la radio|no telefone|"
    "pelo telefone|na linha|no radio".split("|")
)
_OFF = group_term("out|away|off|pa llegar|para llegar|pra chegar|de route".split("|"))
_GET_HERE = group_term("get here|get there|come|arrive|show up|lleguen|vengan|arrivent|viennent|chegarem".split("|"))
# Beside these a word of calling tells of no call ("should i call 911").
_NOT_CALLED = frozenset(
    "not dont cant cannot wont no never nobody noone didnt havent hasnt isnt couldnt wouldnt nadie personne ninguem"
    " should if without afraid scared how why when have gonna"
    " pas sans si comment peur faut no sin debo tengo como miedo nao sem se devo tenho medo".split()
)
_CALLED = frozenset(
    "911 ambulance ambulances emt emts paramedic paramedics medics medic squad dispatch dispatcher operator rescue called calling"
    " ambulancia llame llamamos llamando llamo ambulancier ambulanciers pompiers appele appelle appelles"
    " liguei ligando ligamos ligou chamei chamamos samu bombeiros".split()
)
# What is said of a crew without its name, and of who is feared ("theyre coming for me").
_COMING = Phrases(
    "they are coming|theyre coming|they are on the way|theyre on the way|they on the way|they are on their way|"
    "theyre on their way|ya vienen|ya viene la|vienen en camino|estan en camino|ils arrivent|ils sen viennent|"
    "ils sont en route|estao vindo|tao vindo|tao chegando|estao a caminho|tao a caminho".split("|")
)
_ON_HOLD = Phrases("on hold|en espera|en attente|em espera".split("|"))
_FOR_ME = Phrases("for me|after me|get me|kill me|for us|por mi|me matar|matarme|me tuer|apres moi|atras de mim".split("|"))
# Beside these it may tell of a crew that is there ("911 got here").
_THERE = frozenset(
    "walked pulled rolled"
    " here there arrived came has have got took taking gone left loaded working thanks thank aqui llego llegaron gracias tienen"
    " llevaron llevo fueron parti partis partie emmene emmenes pris foram"
    " arrives arrive la merci chegou chegaram levou levaram obrigado obrigada yimid mahadsanid".split()
)
_AT_ONCE, _FEW, _SOME, _NEAR, _LONG = 3, 4, 5, 6, 9
_HAS_COME = Matcher(
    [
        *(
            Pattern("come", terms, _NEAR, ordered=True, none=(_NOT, _NO_CREW))
            for terms in ((_CREW, _IS_THERE), (_THERE_IS, _CREW))
        ),
        Pattern("taken", (_POLICE, _HAVE_THEM), _NEAR, ordered=True, none=(_NOT,)),
        Pattern("out", (_POLICE, _ARE_HERE, _OUT), _LONG, ordered=True, none=(_NOT,)),
    ]
)
_NAMED = Matcher([Pattern("crew", (_CREW,), _AT_ONCE)])
_AWAITED = Matcher(
    [
        Pattern("not come", (_NOT, _TO_COME), _AT_ONCE, ordered=True),
        Pattern("when they come", (_WHEN_THEY, _GET_HERE), _FEW, ordered=True),
        Pattern("minutes away", (_MINUTES, _OFF), _AT_ONCE, ordered=True),
        Pattern("spoken with", (_CREW, _SPOKEN_WITH), _SOME, ordered=True, none=(_HERE_NOW,)),
        Pattern("waited for", (_WAIT, _CREW), _FEW, ordered=True),
        Pattern("none yet", (_NOT, _CREW, _YET), _FEW, ordered=True),
        Pattern("none there", (_NOBODY, _CREW, _BESIDE_THEM), _SOME, ordered=True),
    ]
)


def named(words: Sequence[str]) -> bool:
    """Whether a crew is spoken of in folded `words`."""
    return _found(_NAMED, words)


def called(words: Sequence[str]) -> bool:
    """Whether folded `words` tell that 911 was called: "911 is on phone", but not "i cant call 911"."""
    told = not _CALLED.isdisjoint(words) or (_COMING.within(words) and not _FOR_ME.within(words))
    return told and _NOT_CALLED.isdisjoint(words)


def perhaps_there(words: Sequence[str]) -> bool:
    """Whether a word in folded `words` may mean that somebody has come."""
    return not _THERE.isdisjoint(words)


def has_come(words: Sequence[str]) -> bool:
    """Whether folded `words` tell that a crew is there, in so many words."""
    return _found(_HAS_COME, words)


def awaited(words: Sequence[str]) -> bool:
    """Whether folded `words` tell of a crew that has not come."""
    return (named(words) and _found(_AWAITED, words)) or _ON_HOLD.within(words)


def _found(matcher: Matcher, words: Sequence[str]) -> bool:
    return next(matcher.find(words), None) is not None
