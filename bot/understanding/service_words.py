"""The words for each service, in four languages: one table, to be read and added to.

Folded: lower case, no accents, no apostrophes. Slang and common slips are here because people type them; one more typing
error in a long word is forgiven by the code. Of phrases that begin together the longest counts, so that "get rid of
needles" is disposal and "needles" is syringes. The first service that lists a phrase keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from bot.understanding import service_words_beyond

# A service at the margin, its languages below it, phrases parted by |.
_TABLE = """
naloxone
  en: naloxone | narcan | narcsn | narcon | narcam | narkan | narcane | norcan | nalaxone | naloxon | noloxone |
      nalox | evzio | kloxxado | rivive | zimhi | opvee | overdose kit | od kit | reversal spray | nasal spray | nose spray |
      nasal stuff | get kits | get a kit | free kits |
      the spray | rescue kit | overdose reversal | nalmefene | overdose spray
  es: naloxona | narcan | spray nasal | el spray | kit de sobredosis | antidoto
  fr: naloxone | narcan | trousse de naloxone | spray nasal | vaporisateur nasal | antidote
  pt: naloxona | narcan | spray nasal | kit de overdose | antidoto
syringe_services
  en: needle exchange | syringe exchange | exchange | syringe service | syringe services | syringe program | ssp |
      needles | needle | syringes | syringe | clean needles | clean works | clean points | get clean points |
      get clean needles | get clean works | get clean syringes | clean rigs | clean pins | clean outfits | fresh rigs |
      fresh points | new rigs | points | works | rigs | rig | outfits | darts |
      spikes | sharps for shooting | sterile syringes | harm reduction center | harm reduction | cookers | cottons |
      clean gear | clean supplies | safer use supplies | pipes | clean pipes | safe smoking kit | smoking kit |
      bubbles | hammers | insulin needles | swap needles | new needles | trade needles | tourniquet | tourniquets |
      using supplies | drug supplies | stems | hep
  es: intercambio de jeringas | intercambio de agujas | intercambio | jeringas | jeringa | jeringuillas | jeringuilla |
      agujas | aguja | puntas | jeringas limpias | agujas limpias | reduccion de danos | pipas | material limpio
  fr: echange de seringues | echange d aiguilles | echange daiguilles | seringues | seringue | aiguilles | aiguille |
      materiel propre | seringues propres | seringues neuves | reduction des mefaits | reduction des risques | pipes |
      pipes a crack | materiel sterile
  pt: troca de seringas | troca de agulhas | seringas | seringa | agulhas | agulha | seringas limpas | agulhas limpas |
      reducao de danos | cachimbos
test_strips
  en: test strips | test strip | testing strips | fentanyl strips | fentanyl strip | fent strips | fenty strips | fts |
      xylazine strips | tranq strips | strips | drug checking | test my dope | test my drugs | get my dope tested |
      get my drugs tested | drug testing kit | drug test kit | test kit | test kits | check my drugs |
      have my drugs tested | dope tested | drugs tested | reagents | reagent kit | check if my coke | check my coke |
      check my bag | check my stuff | test my coke | test my bag | test my stuff | whats in my dope
  es: tiras de fentanilo | tiras reactivas | tiras de prueba | tiras | analisis de drogas | probar mi droga |
      analizar mi droga
  fr: bandelettes | bandelette | bandelettes de test | bandelettes fentanyl | analyse de drogue | analyse de drogues |
      faire tester ma drogue | tester ma drogue
  pt: tiras de fentanil | tiras de teste | tiras reagentes | tiras | testar minha droga | analise de drogas |
      teste de drogas
syringe_disposal
  en: sharps box | sharps container | sharps containers | sharps bin | sharps disposal | sharps | needle disposal |
      syringe disposal | needle box | needle drop box | drop box | disposal | dispose of needles |
      dispose of syringes | dispose needles | dispose | dump my | dump needles | dump old needles | toss my |
      toss needles | get rid of needles | get rid of syringes | get rid of my needles | get rid of used needles |
      throw away needles | throw out needles | throw away my needles | used needles | used syringes | dirty needles |
      old needles | drop off needles | found a needle | return needles | found needles | found some needles |
      found syringes | get rid of a box of | rid of needles
  es: contenedor de agujas | caja para agujas | caja de agujas | contenedor de jeringas | tirar agujas |
      tirar jeringas | botar agujas | botar jeringas | desechar agujas | desechar jeringas | agujas usadas |
      jeringas usadas | deshacerme de agujas | encontre una aguja | encontre una jeringa
  fr: boite a aiguilles | bac a aiguilles | bac a seringues | contenant pour aiguilles | jeter des aiguilles |
      jeter des seringues | jeter mes aiguilles | jeter mes seringues | seringues usagees | aiguilles usagees |
      recuperateur de seringues | jeter les seringues | jeter les aiguilles
  pt: caixa para agulhas | caixa de agulhas | descarte de agulhas | descarte de seringas | descartar agulhas |
      descartar seringas | jogar fora agulhas | jogar fora seringas | agulhas usadas | seringas usadas
treatment
  en: suboxone | mat | subutex | subs | sub doctor | sub clinic | buprenorphine | bupe | sublocade | brixadi |
      methadone | methadone clinic | mat clinic | mat program | moud | vivitrol | naltrexone | treatment |
      treatment center | rehab | rehabs | inpatient | outpatient | iop | drug treatment | addiction treatment |
      get clean | get sober | otp | methodone | methadon | suboxon | suboxen | saboxone | zubsolv | addiction doctor |
      addiction clinic | quit using | get off dope | get off heroin | get off fentanyl | dosing window |
      residential program | residential treatment
  es: suboxone | metadona | buprenorfina | tratamiento | rehabilitacion | clinica de metadona | dejar las drogas |
      dejar la droga | dejar de usar | programa de metadona | centro de rehabilitacion | rehab
  fr: suboxone | methadone | buprenorphine | traitement | cure | clinique de methadone | centre de traitement |
      arreter la drogue | therapie pour addiction | readaptation
  pt: suboxone | metadona | buprenorfina | tratamento | reabilitacao | clinica de metadona | clinica de reabilitacao |
      parar de usar | largar as drogas | rehab
detox
  en: detox | detoxification | detoxing | detox bed | detox center | withdrawal management | medical detox | dry out |
      detoz | detix
  es: desintoxicacion | desintoxicarme | detox | centro de desintoxicacion | desintoxicar
  fr: desintox | desintoxication | cure de desintox | sevrage | detox
  pt: desintoxicacao | desintoxicar | detox | clinica de desintoxicacao
recovery_support
  en: na meeting | aa meeting | na meetings | aa meetings | meeting | meetings | narcotics anonymous |
      alcoholics anonymous | smart recovery | recovery center | recovery centers | recovery community center |
      peer support | peer | recovery coach | recovery coaches | support group | support groups | sponsor |
      recovery support | peers | recovery group | na tonight | aa tonight | na near | aa near | 12 step | 12 steps |
      twelve step | parents of addicts | parents group | group for parents |
      any meeting | any meetings | a meeting
  es: reunion | reuniones | reunion de na | narcoticos anonimos | alcoholicos anonimos | grupo de apoyo |
      centro de recuperacion | apoyo de pares | padrino | doce pasos | 12 pasos
  fr: reunion | reunions | reunion na | narcotiques anonymes | alcooliques anonymes | groupe de soutien |
      groupe d entraide | pair aidant | centre de retablissement | douze etapes | 12 etapes
  pt: reuniao | reunioes | reuniao de na | narcoticos anonimos | alcoolicos anonimos | grupo de apoio |
      centro de recuperacao | padrinho | doze passos | 12 passos
recovery_housing
  en: sober house | sober houses | sober living | sober home | sober homes | recovery house | recovery houses |
      recovery housing | recovery residence | recovery home | halfway house | oxford house | three quarter house |
      sober housing | transitional housing
  es: casa sobria | casa de sobriedad | vivienda sobria | casa de recuperacion | casa de transicion
  fr: maison de sobriete | maison de transition | maison de retablissement | logement sobre
  pt: casa sobria | casa de recuperacao | moradia sobria | casa de apoio | republica de recuperacao
opc
  en: opc | overdose prevention center | overdose prevention centers | overdose prevention site | safe injection site |
      safe injection sites | safe consumption site | safe injection | safe consumption | supervised injection |
      supervised injection site | supervised consumption | supervised consumption site | safe use site |
      safer use site | shooting gallery | use supervised | safe place to use | place to use safely | injection site |
      scs | consumption room | drug consumption room | nurse watching |
      use with a nurse | use with somebody watching | use with someone watching | somebody watchin
  es: centro de prevencion de sobredosis | sala de consumo | sala de inyeccion | sitio de inyeccion segura |
      sitio de consumo seguro | consumo supervisado | inyeccion supervisada | lugar seguro para usar | narcosala
  fr: centre de prevention des surdoses | salle de consommation | salle de shoot | site d injection supervisee |
      site dinjection | consommation supervisee | injection supervisee | site de consommation supervisee |
      halte soins addictions
  pt: centro de prevencao de overdose | sala de consumo | sala de uso seguro | local de injecao segura |
      consumo supervisionado | injecao supervisionada | lugar seguro para usar
hiv_hep_testing
  en: hiv test | hiv testing | hep c test | hep c testing | hep test | hepatitis test | hepatitis testing |
      hepatitis c test | hep c | hep b | hepatitis c | hepatitis | hiv | std test | std testing | sti test |
      sti testing | std clinic | sti clinic | get tested | tested for hiv | tested for hep c | prep | pep | aids test |
      blood test
  es: prueba de vih | examen de vih | prueba de hepatitis | examen de hepatitis | vih | hepatitis | prueba de sida |
      hacerme la prueba | prueba de its | prep
  fr: test vih | test du vih | test de depistage | depistage vih | depistage | test hepatite | hepatite | hepatite c |
      vih | test du sida | me faire tester | prep
  pt: teste de hiv | teste hiv | teste de hepatite | exame de hiv | exame de hepatite | hepatite | hepatite c | hiv |
      teste de ist | fazer o teste | prep
wound_care
  en: wound care | wound | wounds | abscess | abcess | absess | abscesses | tranq wound | tranq wounds | infected arm |
      infected leg | sores | bandages | bandage | dressing | dressings | wound clinic | wound kit | open sore | sore | hole in my
  es: herida | heridas | absceso | abscesos | curar una herida | vendas | vendaje | llaga | llagas |
      cuidado de heridas | curarme la herida
  fr: plaie | plaies | abces | soins de plaies | soin des plaies | pansement | pansements | soigner une plaie
  pt: ferida | feridas | abscesso | abscessos | curativo | curativos | cuidar de ferida | tratamento de feridas
food
  en: food | eat | place to eat | somewhere to eat | food pantry | food bank | pantry | soup kitchen | free meal |
      free meals | meal | meals | free food | hungry | something to eat | groceries | free lunch | free dinner |
      food cupboard | snap | food stamps
  es: comida | comer | donde comer | lugar para comer | banco de alimentos | despensa | comedor | comida gratis |
      alimentos | tengo hambre | algo de comer | comedor comunitario | despensa de comida
  fr: nourriture | banque alimentaire | soupe populaire | repas | repas gratuit | repas gratuits | j ai faim |
      jai faim | manger | aide alimentaire
  pt: comida | comer | onde comer | lugar para comer | lugar pra comer | banco de alimentos | comida gratis |
      cesta basica | refeicao | refeicoes | estou com fome | alimentos | sopao
  ht: manje
shelter
  en: shelter | shelters | where can i stay | can i stay | place to crash | somewhere to crash | crash |
      place to live | homeless shelter | place to sleep | somewhere to sleep | place to stay | somewhere to stay |
      bed for the night | a bed tonight | warming center | warming shelter | cold weather shelter | wet shelter |
      low barrier shelter | nowhere to go | cooling center | domestic violence shelter | dv shelter | housing |
      homeless | where can i sleep | where to sleep | somewhere warm | bed for tonight | bed tonight |
      any bed | where do i sleep | where do we sleep | place sleep | sleep tonight | sleep tonite | nowhere to sleep |
      warming place
  es: refugio | albergue | albergues | donde dormir | lugar para dormir | donde quedarme | un techo |
      centro de calentamiento | vivienda | sin hogar | lugar pa dormir | donde puedo dormir | pasar la noche
  fr: refuge | abri | hebergement | hebergement d urgence | un endroit ou dormir | ou dormir | place pour dormir |
      logement | sans abri | halte chaleur | endroit pour dormir | passer la nuit
  pt: abrigo | albergue | lugar para dormir | onde dormir | um teto | onde ficar | moradia | sem teto |
      lugar pra dormir | passar a noite
basic_needs
  en: shower | showers | laundry | wash clothes | wash my clothes | clothes | clothing | warm clothes | socks |
      sleeping bag | tent | tents | blanket | blankets | hygiene | hygiene kit | toiletries | bathroom |
      phone charger | charge my phone | free phone | tampons | diapers | coat | coats | boots | mailing address |
      get an id | need a ride | drop in center | drop in | day center
  es: ducha | duchas | ducharme | banarme | lavar ropa | lavanderia | ropa | saco de dormir | tienda de campana |
      cobija | cobijas | manta | higiene | panales | cargar mi telefono | cargar el telefono | bano
  fr: douche | douches | laver mes vetements | laverie | vetements | sac de couchage | tente | couverture |
      couvertures | hygiene | couches | recharger mon telephone | toilettes
  pt: chuveiro | tomar banho | banho | duchas | lavar roupa | lavanderia | roupa | roupas | saco de dormir | barraca |
      cobertor | cobertores | higiene | fraldas | carregar o celular | banheiro
hospital
  en: hospital | hospitals | nearest hospital | emergency room | emergency department | er | nearest er | the er
  es: hospital | hospitales | sala de emergencia | sala de emergencias | urgencias | emergencias
  fr: hopital | hopitaux | urgences | salle d urgence
  pt: hospital | hospitais | pronto socorro | emergencia
pharmacy
  en: pharmacy | pharmacies | nearest pharmacy | drugstore | drug store | drugstores
  es: farmacia | farmacias
  fr: pharmacie | pharmacies
  pt: farmacia | farmacias
health_care
  en: clinic | clinics | free clinic | doctor | doctors | dr | nurse | health center | health care | healthcare |
      medical care | walk in clinic | walkin clinic | urgent care | primary care | pcp | dentist | dental |
      see a doctor | medical help | planned parenthood | doc | physician | physicians
  es: clinica | clinicas | doctor | doctora | medico | medica | enfermera | centro de salud | dentista |
      atencion medica
  fr: clinique | cliniques | medecin | docteur | infirmiere | centre de sante | dentiste | soins
  pt: clinica | clinicas | medico | medica | doutor | doutora | enfermeira | posto de saude | centro de saude | dentista
mental_health
  en: therapist | therapists | therapy | counselor | counsellor | counselors | counseling | counselling | my head |
      psychiatrist | psychologist | mental health | someone to talk to | shrink | mental health clinic | therapst |
      panic attack | panic attacks | grief group | grief counseling | somebody to talk to
  es: terapeuta | terapia | consejero | consejera | consejeria | psicologo | psicologa | psiquiatra | salud mental
  fr: therapeute | therapie | psy | psychologue | psychiatre | sante mentale | conseiller | travailleur social |
      suivi psychologique
  pt: terapeuta | terapia | conselheiro | psicologo | psicologa | psiquiatra | saude mental | aconselhamento
"""


# Ways of being rid of needles: with one of them needles are thrown away, not looked for.
RID_OF = (
    "drop off|dump|get rid|take back|throw away|throw out|toss|turn in|"
    "dispose|i can throw|to throw|picks them up|pick them up|somebody pick up|someone pick up|"
    "botar|desechar|tirar|jeter|jette|debarrasser|descartar|jogar fora"
)
# A hospital that is not wanted.
NOT_THERE = (
    "dont wanna go to the er|dont want to go to the er|no er|not the er|without the er|no emergencias|pas a lurgence|pas lurgence"
)


def phrases() -> Iterator[tuple[str, str]]:
    """Each phrase of the table with its service, in the table's order."""
    yield from ((phrase, service) for service, _, phrase in _rows())


def shared() -> frozenset[str]:
    """The words that English has in common with another of our languages: "narcan" tells nobody's language."""
    words: dict[str, set[str]] = {}
    for _, language, phrase in _rows():
        for word in phrase.split():
            words.setdefault(word, set()).add(language)
    return frozenset(word for word, tongues in words.items() if "en" in tongues and len(tongues) > 1)


def _rows() -> Iterator[tuple[str, str, str]]:
    """The table: service, language and phrase."""
    service = language = ""
    for line in chain(_TABLE.strip().splitlines(), service_words_beyond.TABLE.strip().splitlines()):
        if not line.startswith(" "):
            service = line
            continue
        named, _, listed = line.rpartition(": ")
        language = named.strip() or language
        yield from ((service, language, phrase.strip()) for phrase in listed.split("|") if phrase.strip())


# Words too common to name a service beside another one: "suboxone clinic" is treatment, "a clinic" health care.
WEAK_WORDS = (
    "abri bathroom boots bubbles clinic clinica clinicas clinics clinique cliniques coat comer couches crash cure "
    "darts disposal doc docteur doctor doctora doctors doutor doutora dr dressing drugstore drugstores dump eat er exchange "
    "farmacia farmacias hammers hep homeless hopital hospitais hospital housing manta mat meal medecin medica medico "
    "meeting nurse peer peers pep pharmacie pharmacies pharmacy pipes points poste prep refuge rig rigs soins sore stems tent "
    "tents toss traitement tratamento tratamiento treatment works"
)
