"""Words and letters that tell the language of a short message about drugs or a service: one table, to be read and added to.

Folded: lower case, no accents, no apostrophes. The trained head hears whole sentences; of two words it guesses, and takes
"expired narcan" for Spanish.
"""

from __future__ import annotations

from collections.abc import Mapping

# One line for each language or for those that share its words; of those, the first is the likelier here: more people write
# Spanish than Portuguese, and who writes Portuguese mostly says "em" or "no" as well.
_TABLE = """
en: expired expire expires expiration expiry free cost costs price pet pets dog dogs cat cats baby kid kids frozen freezing
    skin touch touching wound wounds needles needle syringe syringes withdrawal withdrawals comedown pills pill fake shot
    shots missed clinic pregnant pregnancy strip strips testing training school bed beds meth heroin wound abscess relapse
    tolerance cocaine shrooms weed marijuana mushrooms bleach law old near pharmacy rehab vending machine snorting smoking
    injecting mixing overdosed bladder dirty clean exchange nitazenes
es: jeringa jeringas jeringuilla jeringuillas aguja agujas hospitales fentanilo xilacina marihuana cristal precio precios
    vencida caducado caducada caduco embarazo embarazada piel herida heridas perro perros gato pastillas falsas pastilla
    prueba pruebas hongos desintoxicacion sobredosis cuesta encontrada absceso dosis muerto nino nina costo menú apurate
fr: seringue seringues aiguille aiguilles pharmacie hopital urgences perime perimee perimes expiree gratuit gratuite gratuits
    prix peau plaie plaies chien chiens bandelette bandelettes sevrage rechute champignons enceinte grossesse abces pilule
    pilules fausses gele gelee surdose depistage clinique cout ecole ordonnance propres trouvee medecin bébé cocaïne expiré
    périmé
pt: seringa seringas agulha agulhas hospitais fentanil xilazina cetamina maconha preco precos validade gravidez ferida feridas
    cachorro comprimidos teste testes cogumelos desintoxicacao achada abscesso cao gravida bebê criança crianca remedio
en es: doctor alcohol hepatitis
en pt: overdose
en fr pt: dose doses
en fr: naltrexone naloxone methadone buprenorphine fentanyl xylazine test tests pipe pipes patch
es fr: vih
es pt: naloxona metadona buprenorfina naltrexona farmacia farmacias clinica clinicas cocaina heroina nitazenos abstinencia
    tolerancia vencido vencidos gratis congelado congelada tiras anfetamina benzodiazepinas limpias bebe bebé ketamina recaida
    metanfetamina medico
fr pt: alcool hepatite
"""
# As they are written: folding takes them off. A letter that two languages share weighs the same in both.
_LETTERS = "es: ñ ¿ ¡|pt: ã õ|fr: è ù œ ë î û ï|es pt: á í ó ú|fr pt: ç ê â ô à|es fr pt: é"


def _rows(table: list[str]) -> dict[str, tuple[str, ...]]:
    """Each word of `table`, whose rows are "languages: words", to its languages; a word in two rows tells both."""
    found: dict[str, tuple[str, ...]] = {}
    for row in table:
        codes, _, words = row.partition(":")
        for word in words.split():
            found[word] = tuple(dict.fromkeys((*found.get(word, ()), *codes.split())))
    return found


CLEAR: Mapping[str, tuple[str, ...]] = _rows(_TABLE.replace("\n    ", " ").strip().split("\n"))
# Of those, what no English word is: it tells something even where services in several languages are called so.
FOREIGN = frozenset(word for word, codes in CLEAR.items() if "en" not in codes)
LETTERS: Mapping[str, tuple[str, ...]] = _rows(_LETTERS.split("|"))
# Said alike in several languages, so that alone they tell none: "no narcan" must not turn a Spanish emergency into an English
# one, nor the English greeting "yo" a first answer into a Spanish one.
ALIKE = frozenset(
    "no yo xanax percocet percs viagra poppers mdma lsd ghb pcp dmt oxy adderall klonopin valium nalmefene opvee"
    " kloxxado rivive zimhi vivitrol sublocade brixadi narcan suboxone subutex carfentanil tranq molly benzos benzo"
    " crack speedball zyn hiv prep pep".split()
)
