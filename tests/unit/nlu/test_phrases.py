"""Commands are recognised in the forms people type, and only when they are the whole message."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.phrases import Command, CommandPhrases, CommandPhrasesError, load_command_phrases
from bot.settings import ROOT


@pytest.fixture(scope="module")
def phrases() -> CommandPhrases:
    return load_command_phrases(ROOT / "data" / "content" / "commands.yml")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("skip", "skip"),
        ("SKIP!!", "skip"),
        ("skiiip", "skip"),
        ("Can we skip this one, please? 🙏", "skip"),
        ("ah dinnae want tae answer that", "skip"),
        ("let’s gie this wan a miss", "skip"),
        ("I'd rather not say", "skip"),
        ("go back", "back"),
        ("can I change my last answer?", "back"),
        ("puase", "pause"),
        ("haud on a minute", "pause"),
        ("could I take a wee break", "pause"),
        ("a different theme please", "change_theme"),
        ("can we stop now", "finish"),
        ("that's me done", "finish"),
        ("support", "support"),
        ("i need to talk to someone", "support"),
        ("carry on later", "pause"),
        ("what was the question again?", "go_on"),
        ("keep what I wrote before", "keep"),
        ("delete everything", "let_go"),
        ("who can see this?", "ask_privacy"),
        ("are you a robot", "ask_identity"),
        ("who wrote this?", "ask_maker"),
    ],
)
def test_a_whole_message_is_a_command(phrases: CommandPhrases, text: str, intent: str) -> None:
    found = phrases.find(text)
    assert found is not None
    assert found.intent == intent
    assert found.certain


@pytest.mark.parametrize("text", ["I don't know", "no", "that's it", "take a break", "talk to someone", "ok"])
def test_a_doubtful_phrase_is_marked_so(phrases: CommandPhrases, text: str) -> None:
    found = phrases.find(text)
    assert found is not None
    assert not found.certain


@pytest.mark.parametrize(
    "text",
    [
        "no support",
        "no breaks",
        "we skip supervision",
        "pause before reacting",
        "we need to pause",
        "stop the blame",
        "more support",
        "supportive managers",
        "back to back meetings",
        "I want to end it",
        "I don't want to be here",
        "",
        "🙏",
        "skip " * 40,
    ],
)
def test_words_inside_an_answer_are_no_command(phrases: CommandPhrases, text: str) -> None:
    assert phrases.find(text) is None


def test_every_phrase_leads_to_one_command(phrases: CommandPhrases) -> None:
    certain = [
        (pattern, command.intent, text)
        for pattern, command in phrases._patterns
        for text in ("skip", "pause", "back", "finish", "support", "save", "edit", "remove", "keep", "help", "stop")
        if pattern.fullmatch(phrases.normalise(text))
    ]
    texts = [text for _, _, text in certain]
    assert len(texts) == len(set(texts)) == 11


def write(folder: Path, text: str) -> Path:
    file = folder / "commands.yml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("commands: [", r"commands\.yml:1"),
        ("parts: {}", "needs a list of commands"),
        ("commands: {skip: {acts: ['<this> skip']}}", "<this>"),
        ("commands: {skip: {acts: ['(skip']}}", "brackets"),
        ("commands: {skip: {acts: ['skip)']}}", "brackets"),
        ("commands: {skip: [skip]}", r"commands\.yml"),
    ],
)
def test_a_slip_in_the_file_is_named_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(CommandPhrasesError, match=told) as error:
        load_command_phrases(write(tmp_path, text))
    assert "\n" not in str(error.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandPhrasesError, match="is missing"):
        load_command_phrases(tmp_path / "commands.yml")


@pytest.mark.parametrize(
    ("text", "intent", "certain"),
    [
        ("no idea, next question", "skip", True),
        ("hold on - give me a minute", "pause", True),
        ("sorry, skip this one", "skip", True),
        ("Wait. Hold on", "pause", True),
    ],
)
def test_one_command_may_be_said_in_parts(phrases: CommandPhrases, text: str, intent: str, certain: bool) -> None:
    assert phrases.find(text) == Command(intent, certain)


@pytest.mark.parametrize(
    "text", ["Stop. Pause.", "pause, breathe, wait", "stop, then finish the call", "next, kindness"]
)
def test_parts_that_differ_are_no_command(phrases: CommandPhrases, text: str) -> None:
    assert phrases.find(text) is None
