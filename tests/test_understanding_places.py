"""Every way of saying where and what reaches the right town and service, and words that are only words reach none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from bot.adapters.gazetteer_file import load_gazetteer
from bot.gazetteer import Gazetteer
from bot.text import words
from bot.understanding.places import PlaceReading, read_place
from bot.understanding.services import read_service
from bot.wishes import NO_WISH, When, Wish

CONTENT = Path(__file__).parents[1] / "content"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(CONTENT / "gazetteer.csv.gz", CONTENT / "places" / "aliases.csv", ("ME",))


def named(reading: PlaceReading) -> str | None:
    return f"{reading.place.name}, {reading.place.state}" if reading.place else None


def table(text: str) -> list[tuple[str | None, ...]]:
    """Lines of cells parted by |; an empty cell is None."""
    return [tuple(cell.strip() or None for cell in line.split("|")) for line in text.strip().splitlines()]


# message, town or None, service or None
MESSAGES = """
narcan 04101 | Portland, ME | naloxone
04240-1234 | Lewiston, ME |
04401 | Bangor, ME |
clean needles 04240 | Lewiston, ME | syringe_services
rumford maine 04276 | Rumford, ME |
soup kitchen 04101 today | Portland, ME | food
zip code is 04330. need a detox | Augusta, ME | detox
narcan near zip oh four four oh one | Bangor, ME | naloxone
H2X 1Y4 | Plateau Mont-royal Southeast, QC |
free narcan near bangor maine | Bangor, ME | naloxone
portland or | Portland, OR |
Portland, ME | Portland, ME |
portland maine | Portland, ME |
Naloxone, Portland, ME | Portland, ME | naloxone
auburn ny | Auburn, NY |
auburn new york | Auburn, NY |
narcan in nashua nh | Nashua, NH | naloxone
bangor in maine | Bangor, ME |
hope maine | Hope, ME |
paris maine | Paris, ME |
mexico maine sub clinic | Mexico, ME | treatment
I need to start treatment this week in Norway, ME | Norway, ME | treatment
lewsiton me | Lewiston, ME |
south portlnd maine | South Portland, ME |
criticism of san francisco and portland oregon | Portland, OR |
bangor | Bangor, ME |
Hope | Hope, ME |
Mexico | Mexico, ME |
china | China, ME |
Unity | Unity, ME |
Friendship | Friendship, ME |
norway | Norway, ME |
augusta | Augusta, ME |
machias | Machias, ME |
so paris | South Paris, ME |
mt desert | Mount Desert, ME |
isle au haut | Isle Au Haut, ME |
oob | Old Orchard Beach, ME |
l/a | Lewiston, ME |
the county | Presque Isle, ME |
st john valley | Madawaska, ME |
nyc | New York City, NY |
new york | New York City, NY |
im in washington county | Washington County, ME |
narcan bangor | Bangor, ME | naloxone
NARCAN IN SKOWEGAN | Skowhegan, ME | naloxone
needle exchange bangr | Bangor, ME | syringe_services
needle exchang dexter | Dexter, ME | syringe_services
narcan presq isle | Presque Isle, ME | naloxone
narcan millinockett | Millinocket, ME | naloxone
narcan st albans | Saint Albans, ME | naloxone
narcan nyc | New York City, NY | naloxone
suboxone boston | Boston, MA | treatment
test strips waterville | Waterville, ME | test_strips
fent strips biddo | Biddeford, ME | test_strips
MAT belfast | Belfast, ME | treatment
need strips plus narcan, lincoln | Lincoln, ME | test_strips
hiv test south portland | South Portland, ME | hiv_hep_testing
oxford house augusta | Augusta, ME | recovery_housing
detox bed tonight bangor | Bangor, ME | detox
warming center rockland | Rockland, ME | shelter
free clinic ellsworth | Ellsworth, ME | health_care
is the bangor exchange open saturday | Bangor, ME | syringe_services
narcan near the mall in south portland | South Portland, ME | naloxone
im in presque isle and need a detox tonight | Presque Isle, ME | detox
any detox that takes mainecare around lewiston/auburn | Lewiston, ME | detox
i use heroin in bangor | Bangor, ME |
narcan in mexico | Mexico, ME | naloxone
where can i dump my insulin needles in bath | Bath, ME | syringe_disposal
sharps drop box in ellsworth | Ellsworth, ME | syringe_disposal
get rid of needles in saco | Saco, ME | syringe_disposal
shelter near hope | Hope, ME | shelter
food pantry in union | Union, ME | food
methadone around unity | Unity, ME | treatment
closest needle exchange, i live in friendship | Friendship, ME | syringe_services
counselor in caribou | Caribou, ME | mental_health
na meeting in saco tonite | Saco, ME | recovery_support
looking for a recovery coach near dover foxcroft | Dover-Foxcroft, ME | recovery_support
shower in biddeford | Biddeford, ME | basic_needs
abcess in calais | Calais, ME | wound_care
place to sleep tonight bangor its freezing | Bangor, ME | shelter
what about swans island | Swans Island, ME |
im on swans island need narcan | Swans Island, ME | naloxone
Sipayik narcan | Sipayik (Pleasant Point), ME | naloxone
between waterville and augusta | Waterville, ME |
narcan between bangor and ellsworth | Bangor, ME | naloxone
portland or augusta | Portland, ME |
donde consigo narcan en lewiston | Lewiston, ME | naloxone
narcan cerca de bangor | Bangor, ME | naloxone
narcan gratis cerca de milbridge | Milbridge, ME | naloxone
donde dan comida en biddeford | Biddeford, ME | food
clinica de suboxone en bangor que hablen español | Bangor, ME | treatment
doctor sin seguro cherryfield | Cherryfield, ME | health_care
intercambio de jeringas en augusta | Augusta, ME | syringe_services
tirar agujas en lewiston | Lewiston, ME | syringe_disposal
tiras de fentanilo cerca de waterville | Waterville, ME | test_strips
ou trouver du narcan à van buren | Van Buren, ME | naloxone
seringues propres lewiston | Lewiston, ME | syringe_services
clinique méthadone bangor | Bangor, ME | treatment
refuge près de Fort Kent | Fort Kent, ME | shelter
bandelettes à Madawaska | Madawaska, ME | test_strips
teste de hiv em westbrook | Westbrook, ME | hiv_hep_testing
lugar pra comer de graça em lewiston | Lewiston, ME | food
abrigo perto de bangor | Bangor, ME | shelter
troca de seringas em augusta | Augusta, ME | syringe_services
где взять налоксон в бангоре | Bangor, ME | naloxone
where can a guy dump a milk jug full of points in ellsworth | Ellsworth, ME | syringe_disposal
does the pharmacy in fort kent have the nose spray | Fort Kent, ME | naloxone
NA tonight waterville?? | Waterville, ME | recovery_support
sober living for a guy just out of windham, wants to be by saco | Saco, ME | recovery_housing
from somersworth nh but i can cross over, south berwick has any kits? | South Berwick, ME |
Anything in The County, I'm up past Caribou, for naloxone | Caribou, ME | naloxone
anything in the county for naloxone | Presque Isle, ME | naloxone
im from bangor where is narcan | Bangor, ME | naloxone
ran out of narcan in bangor | Bangor, ME | naloxone
bangor. leg sore from tranq, dont wanna go to the er | Bangor, ME | wound_care
heroin | |
hope | Hope, ME |
is there hope | |
no hope left | |
i want freedom | |
he is strong | |
strong winds | |
union or not | |
i need a bath | |
help me | |
can you tell me | |
text me | |
in need | |
en casa | |
a mi casa | |
chez moi | |
em casa | |
is fentanyl from mexico | |
narcan for my friend charlotte | | naloxone
is narcan strong | | naloxone
open sunday | |
what is xylazine | |
i relapsed and feel lonely | |
yes | |
stop | |
mi hermana se llama esperanza | |
por cuanto tiempo bloquea los receptores | |
droit de garder ca | |
plano de cuidado seguro | |
gane dinero desde casa escriba SI al 55442 | |
my phone is 2075550123 | |
"""
ROWS = table(MESSAGES)


@pytest.mark.parametrize(("text", "town", "service"), [pytest.param(*row, id=row[0]) for row in ROWS])
def test_a_message_is_read_as_its_place_and_service(gazetteer, text, town, service):
    reading = read_place(text, gazetteer, expected=False)
    assert (named(reading), read_service(words(text)).service) == (town, service)


def test_the_table_is_long_enough_to_mean_something():
    assert len(ROWS) >= 120


# In answer to "which town or ZIP?"
ANSWERS = """
bangr | Bangor, ME
hermn | Hermon, ME
houltn | Houlton, ME
uh bangor i think | Bangor, ME
hope | Hope, ME
union | Union, ME
4101 | Portland, ME
L/A | Lewiston, ME
boston | Boston, MA
im in lewiston | Lewiston, ME
heroin |
no |
yes |
i dont know |
near the library |
nowhere |
using |
"""
ANSWER_ROWS = table(ANSWERS)


@pytest.mark.parametrize(("text", "town"), [pytest.param(*row, id=row[0]) for row in ANSWER_ROWS])
def test_an_answer_to_our_question_is_read_more_boldly(gazetteer, text, town):
    assert named(read_place(text, gazetteer, expected=True)) == town


def choices(gazetteer: Gazetteer, text: str, *, expected: bool = False) -> list[str]:
    reading = read_place(text, gazetteer, expected=expected)
    assert reading.place is None
    return [f"{place.name}, {place.state}" for place in reading.choices]


@pytest.mark.parametrize("text", ["portland", "narcan in portland", "Portland?", "detox portland"])
def test_our_town_is_taken_and_its_namesakes_are_known(gazetteer, text):
    reading = read_place(text, gazetteer, expected=False)
    assert (named(reading), reading.choices[0].state) == ("Portland, ME", "OR")


def test_a_village_of_ours_with_the_name_of_a_metropolis_is_asked_back(gazetteer):
    assert choices(gazetteer, "narcan in dallas") == ["Dallas, ME", "Dallas, TX"]


@pytest.mark.parametrize(
    ("text", "expected", "asked"),
    [
        pytest.param("bangr", False, "Bangor, ME", id="a slip that nobody asked for"),
        pytest.param("cushng", False, "Cushing, ME", id="another"),
        pytest.param("phillidelphia", True, "Philadelphia, PA", id="elsewhere"),
    ],
)
def test_a_doubtful_name_is_asked_back_and_not_taken(gazetteer, text, expected, asked):
    assert next(iter(choices(gazetteer, text, expected=expected)), None) == asked


def test_a_town_of_ours_is_taken_and_its_namesakes_go_with_it(gazetteer):
    reading = read_place("narcan lewiston", gazetteer, expected=False)
    assert (named(reading), [place.state for place in reading.choices]) == ("Lewiston, ME", ["ID", "NY", "UT"])


def test_between_two_towns_both_are_offered(gazetteer):
    reading = read_place("between waterville and augusta", gazetteer, expected=False)
    assert [place.name for place in reading.choices] == ["Waterville", "Augusta"]


def test_another_deployment_has_its_own_towns_first(gazetteer):
    reading = read_place("narcan bangor", replace(gazetteer, home=("PA",)), expected=False)
    assert named(reading) == "Bangor, PA"


def test_a_region_of_several_states_knows_the_towns_of_each_and_says_which_it_took(gazetteer):
    region = replace(gazetteer, home=("NH", "VT"))
    found = [named(read_place(f"narcan {town}", region, expected=False)) for town in ("keene", "rutland")]
    assert found == ["Keene, NH", "Rutland, VT"]
    both = read_place("narcan in concord", region, expected=False)
    assert (named(both), both.choices[0].state) == ("Concord, NH", "VT")
    assert named(read_place("rutlnad", region, expected=True)) == "Rutland, VT"


@pytest.mark.parametrize(
    "text",
    ["near me", "narcan near me", "cerca de mi", "près de moi", "perto de mim", "around here", "closest to me", "aqui cerca"],
)
def test_near_me_is_heard(gazetteer, text):
    reading = read_place(text, gazetteer, expected=False)
    assert (reading.near_me, reading.place) == (True, None)


@pytest.mark.parametrize("text", ["corner of main and elm", "by the walmart", "behind the bus station", "esquina de la calle 5"])
def test_a_landmark_is_heard_but_not_placed(gazetteer, text):
    reading = read_place(text, gazetteer, expected=False)
    assert (reading.landmark, reading.place) == (True, None)


@pytest.mark.parametrize(
    ("text", "state"),
    [("maine", "ME"), ("im in maine", "ME"), ("vermont", "VT"), ("oregon", "OR"), ("bangor maine", None)],
)
def test_a_state_alone_is_only_a_state(gazetteer, text, state):
    assert read_place(text, gazetteer, expected=True).state_only == state


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("narcan open now", "wish", Wish(When.NOW)),
        ("food pantry 24 hours", "wish", Wish(When.ALWAYS)),
        ("abierto ahora", "wish", Wish(When.NOW)),
        ("narcan", "wish", NO_WISH),
        ("food open sunday", "wish", Wish(When.DAY, 6)),
        ("abierto el lunes", "wish", Wish(When.DAY, 0)),
        ("ouvert samedi", "wish", Wish(When.DAY, 5)),
        ("narcan open tomorrow", "wish", Wish(When.TOMORROW)),
        ("abierto hoy", "wish", Wish(When.TODAY)),
        ("clinic walk in", "wish", Wish(walk_in=True)),
        ("clinica sin cita", "wish", Wish(walk_in=True)),
        ("detox no insurance", "wish", Wish(free=True)),
        ("metadona sin seguro", "wish", Wish(free=True)),
        ("walk in clinic open monday no insurance", "wish", Wish(When.DAY, 0, walk_in=True, free=True)),
        ("narcan by mail", "by_mail", True),
        ("narcan por correo", "by_mail", True),
        ("naloxone par la poste", "by_mail", True),
    ],
)
def test_how_a_service_is_wanted_is_heard(text, field, value):
    assert getattr(read_service(words(text)), field) == value


SERVICES = """
narcsn | naloxone
naloxne | naloxone
narcon | naloxone
clean points | syringe_services
works | syringe_services
does narcan works | naloxone
rigs | syringe_services
sharps box | syringe_disposal
dispose of needles | syringe_disposal
get my dope tested | test_strips
suboxne | treatment
methodone clinic | treatment
detox | detox
peer support | recovery_support
sober house | recovery_housing
safe injection site | opc
supervised consumption | opc
hep c test | hiv_hep_testing
my abscess is bad | wound_care
food bank | food
somewhere to sleep | shelter
shower | basic_needs
nearest er | hospital
farmacia | pharmacy
free clinic | health_care
therapist | mental_health
hello there |
"""


@pytest.mark.parametrize(("text", "service"), table(SERVICES))
def test_slang_and_slips_name_their_service(text, service):
    assert read_service(words(text)).service == service


PIECES = st.sampled_from("in near between me or , . portland 04101 hope maine narcan and a".split())
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES).map(" ".join))


@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
@pytest.mark.parametrize("expected", [False, True])
def test_any_text_gives_a_reading(gazetteer, text, expected):
    assert isinstance(read_place(text, gazetteer, expected=expected), PlaceReading)
    read_service(words(text))
