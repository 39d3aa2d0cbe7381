"""A page about one kind of service is never shown to somebody whose words do not touch it."""

from __future__ import annotations

import json

import pytest

from bot.content import Audience, Content, load_content
from bot.encoder import load_encoder
from bot.guidance import GuidanceFinder
from bot.guidance.audiences import Audiences, is_for
from bot.settings import ROOT, get_settings

KNOWN = Audiences(
    (
        Audience(id="schools", name="Schools", words=("school", "head teacher")),
        Audience(id="health", name="Health", words=("ward",), assumed_unless=("schools",)),
    )
)
WORK = Audiences(
    (
        Audience(id="school", name="Schools", work="School", words=("school", "pupil", "teacher")),
        Audience(id="ward", name="Wards", work="Ward", words=("ward", "nurse")),
        Audience(id="depot", name="Depots", work="Depot", words=("depot", "bin lorry")),
        Audience(id="all-care", name="Care", words=("home visit",), includes=("ward",), assumed_unless=("school",)),
        Audience(id="drugs", name="Drug services", words=("methadone",)),
    )
)

QUEUE = "I am a GP receptionist. The phone queue is the worst: forty calls wait at eight, and people are upset."
NARROW = {
    "design-mat-standards": ("service-design", "Folk on methadone get their first dose on the same day now."),
    "knowledge-justice": ("knowledge", "I learned to give a witness time before I take a statement."),
    "knowledge-sowing-seeds": ("knowledge", "I learned why a child in my class hides when there is a row."),
    "policies-school-plan": ("policies", "Our school has a behaviour policy that sends pupils out of the room."),
    "care-staff-line": (
        "workforce-care",
        "On the ward we need a confidential line to ring and talk to someone.",
    ),
}


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(ROOT / "data" / "content")


@pytest.fixture(scope="module", params=["words and meaning", "words alone"])
def finder(request: pytest.FixtureRequest, content: Content) -> GuidanceFinder:
    return GuidanceFinder(content, None if request.param == "words alone" else load_encoder(get_settings().models_dir))


@pytest.mark.parametrize(
    ("text", "recognised"),
    [
        ("our school", {"schools"}),
        ("Three SCHOOLS and a ward", {"schools", "health"}),
        ("the head-teacher’s door", {"schools"}),
        ("preschooler", {"health"}),
        ("", {"health"}),
    ],
)
def test_whole_words_tell_who_somebody_is(text: str, recognised: set[str]) -> None:
    assert KNOWN.recognise(text) == recognised


@pytest.mark.parametrize(
    ("text", "work"),
    [
        ("I drive a bin lorry from the depot, past the school", "depot"),
        ("the school and the ward", None),  # one word of each
        ("a pupil and a teacher saw the nurse", "school"),
        ("school school ward ward", None),  # the same word again tells nothing more
        ("a home visit", None),  # an audience that is no kind of work
        ("", None),
    ],
)
def test_a_kind_of_work_is_heard_from_the_words(text: str, work: str | None) -> None:
    assert WORK.recognise_work(text) == work


def test_a_chosen_kind_of_work_shuts_out_the_others() -> None:
    text = "The school rang the depot after a home visit, about methadone."
    assert WORK.recognise(text) == {"school", "depot", "drugs", "all-care"}
    assert WORK.recognise(text, "depot") == {"depot", "drugs"}
    assert WORK.recognise(text, "ward") == {"ward", "drugs", "all-care"}
    assert WORK.recognise("", "depot") == {"depot"}
    assert WORK.recognise(text, "all-care") == WORK.recognise(text, "unknown") == WORK.recognise(text)


@pytest.mark.parametrize(
    ("text", "work"),
    [
        ("I'm a P3 teacher and the weans are wild the day", "school"),
        ("home carer, twelve visits a day", "care"),
        ("staff nurse nights on ward 4", "health"),
        ("duty social worker, drowning in it", "social-work"),
        ("thirty year a cop, still get telt nothing", "justice"),
        ("am a housing officer an the tenants r gettin evicted", "housing"),
        ("i answer phones in the contact centre for council tax", "front-desk"),
        ("drive the bin lorry oot the depot", "depot"),
        ("i work in the office", None),
        ("everything is rushed", None),
    ],
)
def test_people_are_heard_to_do_their_work(content: Content, text: str, work: str | None) -> None:
    assert Audiences(content.audiences).recognise_work(text) == work


SAID = {
    "culture": "It is tense here and nobody says thank you.",
    "leadership": "My manager never listens and we hear last.",
    "workforce-care": "We are worn out and nobody asks how we are.",
    "power-sharing": "People are asked and then it is decided without them.",
    "knowledge": "We never had any training on this.",
    "feedback": "Nobody tells us what came of our comments.",
    "policies": "Our letters are cold.",
    "budgets": "There is no money for this.",
    "service-design": "People wait too long and have to repeat themselves.",
}


@pytest.mark.parametrize("theme", SAID)
def test_who_chooses_their_work_gets_what_fits_and_nothing_for_others(
    finder: GuidanceFinder, content: Content, theme: str
) -> None:
    audiences = Audiences(content.audiences)
    text = f"{SAID[theme]} The police, the school, the ward and the tenants say so too."
    for kind in content.kinds_of_work:
        shown = [found.guidance for found in finder.find_guidance(text, theme=theme, limit=50, work=kind.id)]
        assert shown
        assert all(is_for(piece.only_for, audiences.recognise(text, kind.id)) for piece in shown)
        others = {other.id for other in content.kinds_of_work} - {kind.id}
        assert not [piece.id for piece in shown if piece.only_for and set(piece.only_for) <= others]


@pytest.mark.parametrize("work", ["front-desk", "depot", "housing"])
def test_people_who_are_no_clinicians_meet_something_of_theirs(content: Content, work: str) -> None:
    finder = GuidanceFinder(content, load_encoder(get_settings().models_dir))
    met = 0
    for theme, text in SAID.items():
        shown = [found.guidance for found in finder.find_guidance(text, theme=theme, work=work)]
        met += any(work in (*piece.fits_work, *piece.only_for) for piece in shown)
    assert met == len(SAID)


def test_what_is_for_nobody_in_particular_is_for_everybody() -> None:
    assert is_for((), ())
    assert is_for(("a", "b"), {"b"})
    assert not is_for(("a",), {"b"})


@pytest.mark.parametrize(("piece", "theme", "text"), [(piece, *found) for piece, found in NARROW.items()])
def test_a_narrow_piece_is_found_by_those_it_is_for(finder: GuidanceFinder, piece: str, theme: str, text: str) -> None:
    assert piece in [found.guidance.id for found in finder.find_guidance(text, theme=theme)]


def test_a_phone_queue_is_not_drug_treatment(finder: GuidanceFinder) -> None:
    shown = [found.guidance.id for found in finder.find_guidance(QUEUE, theme="service-design")]
    assert shown[0] == "design-journeys"
    assert "design-mat-standards" not in finder.rank(QUEUE, theme="service-design")


@pytest.mark.parametrize("text", ["exhausted", "I am a home carer and I am exhausted. There is nothing left to give."])
def test_a_worn_out_carer_is_met_with_care_and_not_with_a_score(finder: GuidanceFinder, text: str) -> None:
    shown = [found.guidance.id for found in finder.find_guidance(text, theme="workforce-care")]
    assert shown[0] == "care-before-and-after"


def test_help_for_health_staff_is_not_offered_to_a_teacher(finder: GuidanceFinder) -> None:
    assert not finder_of("I teach P4 and nobody thanks us. I would like someone to talk to.", finder) & {
        "care-imatter",
        "care-staff-line",
        "care-wellbeing-hub",
        "care-national-programme",
    }


def finder_of(text: str, finder: GuidanceFinder) -> set[str]:
    return {found.guidance.id for found in finder.find_guidance(text, limit=50)}


def test_nothing_narrow_is_shown_to_others_in_the_whole_development_set(content: Content) -> None:
    finder, audiences = GuidanceFinder(content, None), Audiences(content.audiences)
    entries = json.loads((ROOT / "tests" / "development" / "guidance.json").read_text(encoding="utf-8"))
    for entry in entries:
        recognised = audiences.recognise(entry["text"])
        for found in finder.find_guidance(entry["text"], limit=50):
            assert is_for(found.guidance.only_for, recognised), found.guidance.id
