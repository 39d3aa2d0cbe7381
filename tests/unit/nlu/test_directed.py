"""Which question a message is for, when it says so; and what only looks as if it did."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.sentences import last_sentence
from bot.nlu.directed import Directions, Piece, Wish, load_directions
from bot.nlu.guess import Guess
from bot.nlu.phrases import CommandPhrases, CommandPhrasesError, load_command_phrases
from bot.nlu.resolve import resolve_answer, resolve_directed
from bot.settings import ROOT

FOLDER = ROOT / "data" / "content"


@pytest.fixture(scope="module")
def directions() -> Directions:
    return load_directions(FOLDER)


@pytest.fixture(scope="module")
def phrases() -> CommandPhrases:
    return load_command_phrases(FOLDER / "commands.yml")


@pytest.mark.parametrize(
    ("text", "way", "question"),
    [
        ("can I change what I said about what's going well", "change", "strengths"),
        ("go back to the first question", "change", "strengths"),
        ("Could I edit my second answer please?", "change", "opportunities"),
        ("change the next step", "change", "next_step"),
        ("can i change my rating", "change", "rating"),
        ("gonnae let me fix whit I pit fir the third yin", None, None),
        ("add to my second answer", "add", "opportunities"),
        ("can i add something to what is going well", "add", "strengths"),
        ("add that to my last answer", "add", "last"),
        ("add to that", "add", "last"),
        ("go back to basics", None, None),
        ("add this to the agenda", None, None),
        ("the next step", None, None),
        ("change the rota", None, None),
        ("look at it", None, None),
    ],
)
def test_a_wish_names_its_question(directions: Directions, text: str, way: str | None, question: str | None) -> None:
    wish = directions.read_wish(text)
    assert wish == (Wish(way, question) if way and question else None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("going well: the huddle. could be better: rotas",
         [("strengths", "is", "the huddle."), ("opportunities", "is", "rotas")]),
        ("strengths: a; opportunities: b; next step: c",
         [("strengths", "is", "a"), ("opportunities", "is", "b"), ("next_step", "is", "c")]),
        ("GOING WELL\nthe huddle\nCOULD BE BETTER\nrotas",
         [("strengths", "is", "the huddle"), ("opportunities", "is", "rotas")]),
        ("the huddle is great and could be better: rotas",
         [(None, "is", "the huddle is great"), ("opportunities", "is", "rotas")]),
        ("What's going well - tea\nand next step - cake",
         [("strengths", "is", "tea"), ("next_step", "is", "cake")]),
        ("add to my second answer: we need cover", [("opportunities", "add", "we need cover")]),
        ("change my first answer to: we laugh", [("strengths", "change", "we laugh")]),
        ("we have a rule: be kind", [(None, "is", "we have a rule: be kind")]),
        ("I think the next step: is hard", [(None, "is", "I think the next step: is hard")]),
        ("1. tea\n2. cake", [(None, "is", "1. tea\n2. cake")]),
        ("well-being - we do it", [(None, "is", "well-being - we do it")]),
        ("going well:", [(None, "is", "going well:")]),
    ],
)  # fmt: skip
def test_a_message_is_cut_only_where_a_question_is_named(
    directions: Directions, text: str, pieces: list[tuple[str | None, str, str]]
) -> None:
    assert directions.read_pieces(text) == tuple(Piece(*piece) for piece in pieces)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["a: b - c\n\nd", ": - :", "\n", "next step:\n\n", "x" * 4_000, "a:" * 2_000])
def test_no_word_is_lost_and_nothing_is_slow(directions: Directions, text: str) -> None:
    kept = "".join(piece.text for piece in directions.read_pieces(text))
    assert sorted(kept.replace(" ", "")) == sorted(text.strip(" ,;\n").replace(" ", "")) or not text.strip(" ,;\n")


@pytest.mark.parametrize(
    ("text", "continued"),
    [
        ("continued: and then the rest", ("continues", "and then the rest")),
        ("(part 2) of it", ("continues", "of it")),
        ("adding to that, we laugh", ("continues", "we laugh")),
        ("adding to that we laugh", ("may_belong_before", "adding to that we laugh")),
        ("sorry I forgot to mention the dog", ("may_belong_before", "sorry I forgot to mention the dog")),
        ("PS we have biscuits", ("may_belong_before", "PS we have biscuits")),
        ("continued professional development is good", None),
        ("part of the plan", None),
        ("ps", None),
    ],
)
def test_how_a_message_goes_on_from_the_one_before(
    directions: Directions, text: str, continued: tuple[str, str] | None
) -> None:
    assert directions.read_continuation(text) == continued


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("We ask at the door. To be continued", "We ask at the door."),
        ("we do a lot (to be continued)", "we do a lot"),
        ("it is hard... more to come", "it is hard."),
        ("the care is continued", None),
        ("there is more to come", None),
        ("a new rota (tbc)", None),
        ("to be continued", None),
    ],
)
def test_a_promise_of_more(directions: Directions, text: str, rest: str | None) -> None:
    assert directions.read_promise(text) == rest


def test_the_last_sentence() -> None:
    assert last_sentence("We laugh. Mostly at him.") == "Mostly at him."
    assert last_sentence("we laugh\nmostly at him\n") == "mostly at him"
    assert last_sentence("we laugh") == "we laugh"


def test_a_directed_message_is_an_answer_or_a_wish_for_one(directions: Directions, phrases: CommandPhrases) -> None:
    def resolve(text: str, *, written: bool = True) -> tuple[str, str | None] | None:
        found = resolve_directed(text, directions, phrases, written=written)
        return (found.intent, found.question) if found else None

    assert resolve("change my first answer") == ("edit", "strengths")
    assert resolve("add to my first answer") == ("add_more", "strengths")
    assert resolve("add to my first answer: tea") == ("reflection", None)
    assert resolve("continued: tea") == ("reflection", None)
    assert resolve("I forgot to say tea") == ("unsure", None)
    assert resolve("I forgot to say tea", written=False) is None
    assert resolve("we have tea") is None


@pytest.mark.parametrize("text", ["that's it", "no", "nothing more", "ok", "done"])
def test_nothing_to_add_keeps_what_stands_there(phrases: CommandPhrases, text: str) -> None:
    guess = Guess(None, 0.0)
    assert resolve_answer(text, guess, phrases, reopened=True, adding=True).intent == "keep"
    assert resolve_answer(text, guess, phrases, reopened=True).intent != "keep"


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "commands.yml").write_text((FOLDER / "commands.yml").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(CommandPhrasesError, match=r"question_names\.yml is missing"):
        load_directions(tmp_path)
    (tmp_path / "question_names.yml").write_text("names: [", encoding="utf-8")
    with pytest.raises(CommandPhrasesError, match="not valid YAML"):
        load_directions(tmp_path)
    (tmp_path / "question_names.yml").write_text("names: {}", encoding="utf-8")
    with pytest.raises(CommandPhrasesError, match=r"question_names\.yml"):
        load_directions(tmp_path)
