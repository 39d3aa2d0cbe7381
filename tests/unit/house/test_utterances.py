"""Every utterance is said somewhere, stands in one place, and none is said that does not exist."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from typing import get_args

import pytest
from house import (
    ACTIONS,
    CHANNELS,
    DATA,
    ROOT,
    questions,
    read_python,
    read_yaml,
    responses,
    rule_steps,
    short,
    strings,
)

from bot.content import DisclosureKind
from bot.dialogue.listening import heard_names
from bot.nlu.guess import COMMANDS, MEANT
from bot.nlu.phrases import load_command_phrases
from bot.nlu.resolve import AFFIRM
from bot.reflection.answers import QUESTIONS, WRITTEN
from bot.store.helpful import HELPFUL
from bot.store.progress import CHOICES

NAME = re.compile(r"utter_[a-z_]*[a-z]")


def doubted_commands() -> set[str]:
    """What an `unsure` message may be asked about: what the phrases know, and what a guess may raise."""
    known = set(load_command_phrases(ROOT / "data" / "content" / "commands.yml").intents) | set(COMMANDS)
    known.discard(AFFIRM)  # a yes is an answer while one is being given, and never asked about
    return {MEANT.get(command, command) for command in known}


def wishes() -> set[str]:
    """The names of the wishes. A question to Waymark has one wish for all."""
    return {"question"} | {command for command in doubted_commands() if not command.startswith("ask_")}


def refusals() -> set[str]:
    """The codes of `Refused(status, "code")` in the channels, and those that the web door gives to a status."""
    codes = set()
    for path in CHANNELS:
        for node in ast.walk(read_python(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused":
                codes |= {text.value for text in strings(node)}
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
                status = [key.value for key in node.value.keys if isinstance(key, ast.Constant)]
                if status and all(isinstance(number, int) and 400 <= number < 600 for number in status):
                    codes |= {text.value for text in strings(node.value)}
    return codes


def test_no_question_has_the_name_of_another_utterance() -> None:
    """`utter_ask_<name>` is also what asks for an answer."""
    assert (
        questions() & {*QUESTIONS, "edit", "remove", "team", "theme", "code", "sharing", "let_go", "withdraw"} == set()
    )


FAMILIES = {
    "utter_ask_": lambda: questions() | set(QUESTIONS) | {"edit", "remove"},
    "utter_ask_more_": lambda: set(WRITTEN),
    "utter_helped_": lambda: set(HELPFUL),
    "utter_move_": lambda: {"strengths", "opportunities"},
    "utter_progress_": lambda: set(CHOICES),
    "utter_went_": lambda: set(CHOICES),
    "utter_document_progress_": lambda: set(CHOICES),
    "utter_download_": lambda: {"docx", "pdf", "md", "ics"},
    "utter_disclosed_": lambda: set(get_args(DisclosureKind)),
    "utter_error_": refusals,
    "utter_heard_": lambda: {name.removeprefix("utter_heard_") for names in heard_names().values() for name in names},
    "utter_instead_": lambda: {"colleague", "person"},
    "utter_label_": lambda: set(QUESTIONS),
    "utter_place_": lambda: set(QUESTIONS) | {"summary"},
    "utter_receipt_": lambda: {"private", "anonymous", "team"},
    "utter_scrap_": lambda: {"sentence", "answer"},
    "utter_sharing_": lambda: {"private", "anonymous", "team"},
    "utter_what_now_": lambda: {"edit", "held", "naming", "rating", "sharing", "summary", "team"},
    "utter_wish_": wishes,
}
"""Where code makes an utterance's name of a part it knows only when it runs, and what that part can be."""

SPEAKERS = [
    *ACTIONS,
    *CHANNELS,
    ROOT / "bot" / "dialogue" / "listening.py",
    ROOT / "bot" / "reflection" / "copies.py",
    ROOT / "bot" / "review" / "records.py",
]
"""The code that says utterances by their names."""

NOT_SAID = {"utter_action"}
"""A name of Rasa's own."""


def found_families() -> Iterator[str]:
    for path in SPEAKERS:
        for node in ast.walk(read_python(path)):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = node.values[0].value
                if start.startswith("utter_"):
                    yield start


def named() -> set[str]:
    """The names that stand whole in the code and the rules."""
    texts = [text.value for path in SPEAKERS for text in strings(read_python(path))]
    acted = [step["action"] for _, step in rule_steps() if "action" in step]
    return {text for text in [*texts, *acted] if NAME.fullmatch(text)} - NOT_SAID


def test_every_family_of_names_is_known() -> None:
    assert set(found_families()) == set(FAMILIES)


def test_every_utterance_is_used() -> None:
    used = named() | {start + part for start, parts in FAMILIES.items() for part in parts()}
    assert set(responses()) - used == set()


def test_every_named_utterance_exists() -> None:
    assert named() - set(responses()) == set()


@pytest.mark.parametrize("family", FAMILIES)
def test_every_utterance_of_a_family_exists(family: str) -> None:
    assert {family + part for part in FAMILIES[family]()} - set(responses()) == set()


def test_each_utterance_stands_in_one_place() -> None:
    """Rasa merges the files, and the last one wins without a word."""
    places = Counter(name for path in (DATA / "responses").glob("*.yml") for name in read_yaml(path)["responses"])
    assert [name for name, count in places.items() if count > 1] == []


def test_nothing_but_the_responses_speaks() -> None:
    """`responses:` in any other file that Rasa reads would merge too."""
    others = [ROOT / "domain.yml", *(path for path in DATA.rglob("*.yml") if path.parent.name != "responses")]
    assert [short(path) for path in others if "responses" in (read_yaml(path) or {})] == []


def test_the_same_words_stand_once() -> None:
    said = Counter(said["text"] for variants in responses().values() for said in variants)
    shared_on_purpose = {"{question}", "What would you like to do with what you saved?"}
    assert [text for text, count in said.items() if count > 1 and text not in shared_on_purpose] == []


def test_places_in_words_are_filled_by_code() -> None:
    """Every `{place}` is the name of a value that some action passes."""
    places = {
        place
        for variants in responses().values()
        for said in variants
        for place in re.findall(r"{(\w+)}", said["text"])
    }
    passed = {
        word.arg
        for path in SPEAKERS
        for node in ast.walk(read_python(path))
        if isinstance(node, ast.Call)
        for word in node.keywords
    }
    passed |= {text.value for path in SPEAKERS for text in strings(read_python(path))}
    roadmap = read_yaml(DATA / "content" / "roadmap.yml")
    passed |= {one["id"] for part in ("principles", "five_rs") for one in roadmap[part]}
    assert places - passed == set()
