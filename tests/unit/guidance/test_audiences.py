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
