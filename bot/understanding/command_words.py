"""The words about an answer itself and about the line, in four languages; folded, phrases parted by |."""

from __future__ import annotations

from collections.abc import Mapping


def _phrases(listed: str) -> frozenset[str]:
    return frozenset(listed.split("|"))


COMMANDS: Mapping[str, frozenset[str]] = {
    "more": _phrases(
        "more|how long|how long does it last|then what|and then what|what then|you sure|are you sure|u sure|"
        "really|for real|how so|how|explain|what do you mean|what does that mean|say more|what else|"
        "anything else|like what|such as|cuanto dura|cuanto tiempo|y luego que|y despues|seguro|de verdad|"
        "como|explica|que mas|combien de temps|ca dure combien|et ensuite|et apres ca|vraiment|cest sur|"
        "comment ca|explique|quoi dautre|quanto tempo|quanto tempo dura|e depois|tem certeza|serio|"
        "como assim|explica melhor|que mais|why|how come|and|go on|por que|porque|pourquoi|tell me more|"
        "more info|more please|mas|mas info|dime mas|plus|plus dinfo|mais|mais info"
    ),
    "shorter": _phrases("shorter|short|say that shorter|too long|mas corto|corto|resumen|plus court|court|mais curto|curto"),
    "source": _phrases(
        "source|sources|source please|says who|who says|fuente|fuentes|fonte|fontes|citation|"
        "where is that from|where did u get that|where did you get that|where do you get that|"
        "how do you know|how do u know|who told you|according to who|is that true|prove it|"
        "de donde sacas eso|quien lo dice|como sabes|es verdad|dou ca vient|qui dit ca|comment tu sais|"
        "cest vrai|de onde tirou isso|quem disse|como sabe|e verdade"
    ),
    "again": _phrases("again|repeat|repeat that|say again|otra vez|repite|de nuevo|encore|repetez|de novo|outra vez|repita"),
    "forward": _phrases("forward|send on|share|reenviar|compartir|transferer|partager|encaminhar|partilhar"),
    "menu": _phrases(
        "menu|menus|options|topics|back|go back|main menu|home|opciones|volver|temas|regresar|sujets|retour|"
        "voltar|assuntos|start|unstop|begin|hi menu|what can you do"
    ),
    "help": _phrases("help|info"),
    "save": _phrases(
        "save|contact|contacts|contact card|vcard|save number|save this number|save contact|add contact|"
        "contacto|guardar|guardar numero|guardar este numero|guardar contacto|enregistrer|"
        "enregistrer le numero|enregistrer ce numero|carte de contact|contato|salvar|salvar numero|"
        "salvar contato|guardar contato"
    ),
    "number": _phrases(
        "number|whats the number|what is the number|whats their number|the number|phone number|what number|"
        "number please|what number do i call|who do i call|el numero|cual es el numero|que numero|"
        "numero de telefono|a que numero llamo|a quien llamo|le numero|quel numero|cest quoi le numero|"
        "quel est le numero|qui appeler|o numero|qual o numero|qual e o numero|que numero ligo|pra quem ligo"
    ),
    "hide": _phrases(
        "hide|bye forget|forget|forget me|delete|erase|ocultar|olvida|borra|borrar|oublie|oubliez|effacer|"
        "cacher|esquece|esquecer|apagar|esconder"
    ),
}
# Words that our own texts name, to the entry they stand for.
SUBJECTS: Mapping[str, frozenset[str]] = {
    "naloxone_mail": _phrases("mail|by mail|correo|por correo|poste|par la poste|correio|pelo correio"),
    "privacy_who_sees_this": _phrases(
        "privacy|privacidad|vie privee|privacidade|what do you keep|what do you save|do you keep this|"
        "do you save this|do you keep my number|que guardan|guardan mi numero|vous gardez quoi|o que guardam"
    ),
    "human_contact": _phrases("person|a person|human|persona|personne|pessoa"),
}
# Little words before a command, and polite ones behind it.
LITTLE = frozenset("and mas mais ok okay so but well yo um y pero bueno et bon e ta".split())
POLITE = frozenset("please pls plz thanks thx ty bro man dude lol tho favor svp stp gracias merci obrigado obrigada".split())
# A command in a few more words ("shorter, for a sign", "wheres your source on that").
IN_A_FEW: Mapping[str, frozenset[str]] = {
    "shorter": _phrases("shorter|corto|court|curto|simpler|simple|tldr|corta|resumido|resume|simples|courte|bref"),
    "source": _phrases("source|sources|fuente|fuentes|fonte|fontes|citation"),
}
# What people call the languages that we answer in.
LANGUAGE_NAMES: Mapping[str, frozenset[str]] = {
    "en": _phrases("english|ingles|anglais|en ingles|in english|en anglais|em ingles|english please"),
    "es": _phrases(
        "spanish|espanol|in spanish|en espanol|espanol por favor|castellano|habla espanol|spanish please|"
        "espagnol|espanhol|en espagnol"
    ),
    "fr": _phrases("french|francais|in french|en francais|francais svp|french please|frances|en frances|em frances"),
    "pt": _phrases(
        "portuguese|portugues|in portuguese|em portugues|portuguese please|portugais|en portugais|"
        "en portugues|portugues por favor"
    ),
}
# All that is about the line where it is all of a message.
ALL = frozenset().union(*COMMANDS.values(), *SUBJECTS.values(), *LANGUAGE_NAMES.values())
