"""One's own words as a file: all that was saved, opened or is still in hand, and nothing of anybody else."""

from __future__ import annotations

import io

import docx
import pytest
from pypdf import PdfReader

from bot.channels.web.takeaway import FORMATS, find_unsaved, make_file
from bot.dialogue.state import State, read_state
from bot.waymark import Waymark
from tests.talk import Talk

SAVED, NEW = "we look out for each other on nights", "kind words"
HEAVY = "i dont want to be here any more, i want to die"


async def save(talk: Talk) -> None:
    await talk.press("start")
    for text in ("culture", SAVED, HEAVY):
        await talk.say(text)
    await talk.press("Keep them, and go on")
    await talk.say("finish")
    await talk.say("save")
    await talk.press("Share without a name")


def take(talk: Talk, waymark: Waymark, kind: str) -> bytes | None:
    return make_file(waymark, talk.gate.responses(), read_state(talk.slots()), FORMATS[kind][0])


def text_of(made: bytes | None, kind: str) -> str:
    assert made is not None
    if kind == "docx":
        return "\n".join(one.text for one in docx.Document(io.BytesIO(made)).paragraphs)
    if kind == "pdf":
        return " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages).split())
    return made.decode()


@pytest.mark.parametrize("kind", FORMATS)
async def test_the_file_holds_what_was_saved_and_what_is_not(talk: Talk, waymark: Waymark, kind: str) -> None:
    await save(talk)
    await talk.press("Another theme")
    await talk.say("leadership")
    await talk.say(NEW)
    text = text_of(take(talk, waymark, kind), kind)
    for words in ("My reflections", "Organisational culture", SAVED, HEAVY, "Leadership", NEW, "Not saved yet"):
        assert words in text
    assert "Shared without a name" in text
    assert "This answer is just for you" in text
    assert talk.code not in text, "whoever finds the file cannot change what is saved"


async def test_it_opens_what_another_conversation_saved_once_its_code_was_typed(talk: Talk, waymark: Waymark) -> None:
    await save(talk)
    later = await Talk(talk.waymark, talk.gate, code=talk.code).open()
    await later.press("start")
    assert take(later, waymark, "md") is None
    await later.say("i have a return code")
    await later.say(talk.code)
    assert SAVED in text_of(take(later, waymark, "md"), "md")
    await later.press("Delete it")
    await later.press("Yes, delete it")
    assert take(later, waymark, "md") is None


async def test_a_change_that_was_begun_is_in_it_beside_what_is_saved(talk: Talk, waymark: Waymark) -> None:
    await save(talk)
    await talk.say("change my answer")
    await talk.press("What is going well")
    await talk.say("we look out for everybody")
    await talk.say("my reflections")
    text = text_of(take(talk, waymark, "md"), "md")
    assert SAVED in text
    assert "we look out for everybody" in text
    assert "This change is not saved yet" in text


def test_an_answer_that_is_being_written_anew_counts_as_it_was() -> None:
    (one,) = find_unsaved(State(theme="culture", earlier={"strengths": NEW}))
    assert one.answers == {"strengths": NEW}
    assert list(find_unsaved(State(theme="culture", strengths=""))) == []
    assert list(find_unsaved(State())) == []
