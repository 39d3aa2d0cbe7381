"""What a reply may do where one of a few things is awaited: a guess is never a certainty, and shares nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.awaited import (
    ARRIVAL,
    asks_who_reads,
    is_lost,
    is_remark,
    leads_away,
    only_arrives,
    resolve_adding,
    resolve_held,
    resolve_name,
    resolve_rating,
    resolve_sharing,
    resolve_shown,
)
from bot.nlu.expected import LOST, OTHER, ExpectedError, Reply, load_expected
from bot.nlu.guess import HOW, QUESTION
from bot.nlu.phrases import CommandPhrases, load_command_phrases
from bot.nlu.replies import Replies, load_replies
from bot.nlu.resolve import FALLBACK, Resolution
from bot.settings import ROOT

CONTENT = ROOT / "data" / "content"


@pytest.fixture(scope="module")
def phrases() -> CommandPhrases:
    return load_command_phrases(CONTENT / "commands.yml")


@pytest.fixture(scope="module")
def replies() -> dict[str, Replies]:
    return load_replies(CONTENT)


def heard(place: str, name: str, sure: float = 0.99) -> dict[str, Reply]:
    return {place: Reply(name, sure)}


def test_sharing_without_a_name_takes_list_and_guess(phrases: CommandPhrases, replies: dict[str, Replies]) -> None:
    def sure(text: str, guess: str) -> float:
        result = resolve_sharing(text, replies["sharing"], phrases, heard("sharing", guess))
        return result.confidence if result and result.intent == "share_anonymous" else 0.0

    assert sure("leave my name out of it pal", "share_anonymous") == 1.0
    assert 0 < sure("let them see it, hide who we are", "share_anonymous") < 1.0, "the guess alone is asked about"
    assert 0 < sure("leave my name out of it pal", "undecided") < 1.0, "the list alone is asked about"
    assert 0 < sure("being anonymous scares me", "share_anonymous") < 1.0, "who wavers is asked"
    assert sure("leave my name out of it pal", "share_private") == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "Share without a name, no wait, keep it private for now, I need to think about it a bit more",
        "No name, because by the time they read it I will not be here any more, I have the tablets beside me now",
    ],
)
def test_what_is_said_beside_a_wish_to_share_is_not_passed_over(
    phrases: CommandPhrases, replies: dict[str, Replies], text: str
) -> None:
    """The lists read the first clause of a long reply alone. So it is no certainty: it is asked about, and screened."""
    result = resolve_sharing(text, replies["sharing"], phrases, heard("sharing", "share_anonymous"))
    assert result is None or result.confidence < 1.0
    kept = "keep that. I have the tablets beside me and I am going to take them tonight"
    held = resolve_held(kept, replies["held"], phrases, heard("held", "yes"))
    assert held is None or held.confidence < 1.0


def test_a_further_thought_is_no_yes_to_the_one_that_is_held(
    phrases: CommandPhrases, replies: dict[str, Replies]
) -> None:
    for text in (
        "Yes, we always hold a debrief after a hard call and it helps the new ones",
        "I meant the day shift, the night shift is fine",
        "Every family gets an answer on the day",
    ):
        assert resolve_held(text, replies["held"], phrases, heard("held", OTHER)) is None, text


def test_who_says_only_who_they_are_has_not_begun() -> None:
    def arrives(text: str, sure: float) -> bool:
        return only_arrives(text, {"opening": Reply(ARRIVAL, sure)})

    assert arrives("hiya its the jannie, got ten minutes", 0.85)
    assert not arrives("hiya got 5 min, the new rota is a shambles", 0.85), "it has a word of work"
    assert not arrives("hiya its the jannie, got ten minutes", 0.7)
    assert not arrives("is this for janitors too?", 0.99)
    assert not only_arrives("hiya", {})


def test_a_question_at_who_may_see_it_is_about_that(phrases: CommandPhrases) -> None:
    unclear = Resolution(FALLBACK, 0.9)
    asked, thought = ({"sharing": Reply(name, 0.9, further)} for name, further in (("undecided", 0.1), (OTHER, 0.9)))
    text = "Will the parents be able to see it? I'd not want the ones at the wall thinking I wrote about them."
    assert is_lost("sharing", text, unclear, phrases, asked, "sharing")
    assert not is_lost("sharing", text, unclear, phrases, thought, "sharing"), "a further thought is kept"
    assert not is_lost("sharing", text, unclear, phrases, asked, "team")
    assert asks_who_reads(text, asked)
    assert not asks_who_reads("eh whit?", asked)
    assert not asks_who_reads(text, {"sharing": Reply(LOST, 0.9)})


def test_a_guess_is_never_a_certainty(phrases: CommandPhrases, replies: dict[str, Replies]) -> None:
    """1.0 says that a known phrase was typed: the distress screen would take the words for a command."""
    text = "some words of theirs"
    found = [
        *(resolve_sharing(text, replies["sharing"], phrases, heard("sharing", name)) for name in ("share_private",)),
        *(resolve_held(text, replies["held"], phrases, heard("held", name)) for name in ("yes", "no", "go_on")),
        *(resolve_shown(text, phrases, heard("summary", name), ()) for name in ("save", "edit", "let_go", "finish")),
        resolve_name(text, phrases, heard("names", "out"), ["words"]),
        resolve_adding(text, replies["more"], phrases, heard("more", "nothing")),
        resolve_rating(text, phrases, heard("rating", "not-yet")),
    ]
    assert all(found)
    assert all(one.confidence < 1.0 for one in found if one)


def test_what_takes_words_away_needs_more(phrases: CommandPhrases, replies: dict[str, Replies]) -> None:
    assert resolve_held("some words of theirs", replies["held"], phrases, heard("held", "no", 0.84)) is None
    assert resolve_held("some words of theirs", replies["held"], phrases, heard("held", "yes", 0.7)) is not None
    nothing = heard("more", "nothing")
    assert resolve_adding("that covers all of it", replies["more"], phrases, nothing) is not None
    assert resolve_adding("and so is Agnieszka", replies["more"], phrases, nothing) is None
    assert resolve_adding("one two three four five six seven eight", replies["more"], phrases, nothing) is None


def test_a_further_thought_and_a_known_phrase_are_no_reply(phrases: CommandPhrases) -> None:
    assert resolve_rating("some words of theirs", phrases, heard("rating", "other")) is None
    assert resolve_rating("go back", phrases, heard("rating", "not-yet")) is None
    assert resolve_shown("go back", phrases, heard("summary", "save"), ()) is None


def test_replies_that_cannot_be_used_say_so_in_one_line(tmp_path: Path) -> None:
    for text in (None, "rating: [", "rating: {a: [b]}\nother: []\nlost: []\n"):
        if text is not None:
            (tmp_path / "expected_replies.yml").write_text(text, encoding="utf-8")
        with pytest.raises(ExpectedError) as error:
            load_expected(tmp_path)
        assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("intent", "sure", "stage", "leads"),
    [
        ("help_choose", 0.99, "sharing", True),
        ("change_theme", 1.0, "sharing", False),
        ("scrap", 0.6, "summary", True),
        ("scrap", 0.9, "summary", False),
        ("scrap", 0.6, "questions", False),
        ("save", 0.6, "summary", False),
    ],
)
def test_a_guess_does_not_lead_away_from_words_that_are_to_be_saved(intent, sure, stage, leads) -> None:
    assert leads_away(Resolution(intent, sure), stage) is leads


def test_who_does_not_know_what_to_do_is_lost_and_not_told_how_all_of_this_works(phrases: CommandPhrases) -> None:
    asked = Resolution(QUESTION + HOW, 0.9)
    expected = {"summary": Reply(LOST, 0.9)}
    assert is_lost("summary", "what do i do now", asked, phrases, expected, "summary")
    assert not is_lost("summary", "what do i do now", asked, phrases, {"summary": Reply(LOST, 0.3)}, "summary")


def test_a_long_question_at_the_rating_may_be_words(phrases: CommandPhrases) -> None:
    unclear = Resolution(FALLBACK, 0.9)
    expected = {"rating": Reply(OTHER, 0.9)}
    short, long = "is that often?", "is it often, " + "and then again " * 12 + "?"
    assert is_lost("rating", short, unclear, phrases, expected, "questions")
    assert not is_lost("rating", long, unclear, phrases, expected, "questions")


def test_a_remark_is_told_from_a_further_thought() -> None:
    fallback = Resolution(FALLBACK, 0.5)
    remark, thought = ({"summary": Reply("save", 0.5, further)} for further in (0.1, 0.5))
    assert is_remark("summary", "you arranged it very nice", fallback, remark)
    assert not is_remark("summary", "the bins are never emptied", fallback, thought), "its writer may want it kept"
    assert not is_remark("summary", "word " * 31, fallback, remark), "so many words are somebody's own"
    assert not is_remark("summary", "save it", Resolution("save", 0.9), remark), "it was understood"
