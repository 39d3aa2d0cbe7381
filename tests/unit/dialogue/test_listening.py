"""It hears how somebody wrote, gives back only their own words, and says no line twice within five turns."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import check_wording
from bot.dialogue.heard_words import listening_words
from bot.dialogue.listening import PIECE, RESPONSES, TONES, Tone, choose, heard_names, quote_piece, read_tone
from bot.safety import mask, suspected_names
from tests.unit.house.house import read_yaml

MESSAGES = read_yaml(Path(__file__).with_name("listening.yml"))
TEXTS = {name: variants[0]["text"] for name, variants in read_yaml(RESPONSES)["responses"].items()}
QUOTING = listening_words().quoting

HEARD = [(text, tone) for tone, texts in MESSAGES["tones"].items() for text in texts]
QUOTED = [(text, piece or None) for text, piece in MESSAGES["quotes"].items()]


@pytest.mark.parametrize(("text", "tone"), HEARD)
def test_a_tone_is_heard(text: str, tone: Tone) -> None:
    assert read_tone(text) == tone


@pytest.mark.parametrize(("text", "piece"), QUOTED)
def test_a_piece_is_quoted_or_none(text: str, piece: str | None) -> None:
    assert quote_piece(text) == piece


def test_there_are_enough_people_in_the_tables() -> None:
    assert len(HEARD) >= 60
    assert len(QUOTED) >= 40


NOTHING = [text for text, tone in HEARD if tone == "nothing"]


@pytest.mark.parametrize("text", NOTHING)
def test_who_has_nothing_to_say_is_neither_thanked_nor_told_that_words_are_kept(text: str) -> None:
    said: list[str] = []
    for _ in range(12):
        said.append(choose(read_tone(text), quote_piece(text), said))
    assert not [name for name in said if re.search(r"\bthank|\bkept|“", TEXTS[name], re.IGNORECASE)]


# Words as they come: whole messages of the tables in pieces, names, numbers, masks, marks and noise.
SCRAPS = st.sampled_from(
    [
        *(word for text, _ in [*HEARD, *QUOTED] for word in text.split()),
        *("Fiona", "Mr Khan", "morag", "Siobhán", "J. Campbell", "Agnieszka said", "wee Davie", "Ann's"),
        *("22", "0141 496 0000", "G12 8QQ", "[phone number removed]", "x@y.scot"),
        *("?", ",", "and", "the", "because", "\n"),
        *("shite", "abuse", "they never", "“so”", "–", "👍", "NHS", "my mum"),
    ]
)
MESSY = st.one_of(st.lists(SCRAPS, max_size=25).map(" ".join), st.text(max_size=120))


@settings(max_examples=400, deadline=None)
@given(MESSY)
def test_a_piece_is_always_theirs_and_never_a_name_or_a_number(text: str) -> None:
    piece = quote_piece(text)
    assert piece == quote_piece(text)
    if piece is None:
        return
    words = re.findall(r"[^\W_]+(?:['’‘-][^\W_]+)*", piece)
    lows = {word.lower() for word in words}
    assert piece in text
    assert QUOTING.fewest <= len(words) <= QUOTING.most
    assert not re.search(r"[\d?!\[\]“”\"\n@]", piece)
    assert not lows & QUOTING.coarse
    assert words[0].lower() not in ("and", "but", "because")
    assert words[-1].lower() not in ("and", "but", "because", "the")
    assert suspected_names(piece) == ()
    assert not [name for name in suspected_names(text) if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", piece)]


@settings(max_examples=200, deadline=None)
@given(MESSY)
def test_a_tone_is_always_given_and_masking_changes_no_quotation_into_a_mask(text: str) -> None:
    assert read_tone(text) in TONES
    piece = quote_piece(mask(text))
    assert piece is None or "removed" in text or "removed" not in piece


@pytest.mark.parametrize("seed", range(20))
def test_no_line_comes_twice_within_five_turns(seed: int) -> None:
    """Over long talks, of one mood or of many, with the last twelve names that were said."""
    chance = random.Random(seed)
    tones = TONES if seed % 2 else (chance.choice(TONES),)
    said: list[str] = []
    for _ in range(400):
        quoted = chance.choice(["our lead thanks people", None])
        said.append(choose(chance.choice(tones), quoted, said[-12:]))
    near = [name for place, name in enumerate(said) if name in said[max(0, place - 5) : place]]
    assert near == []


def test_names_that_are_not_ours_do_not_matter() -> None:
    ours = choose("plain", None, [])
    assert choose("plain", None, ["utter_skipped", ours, "utter_support"]) != ours


def test_a_piece_is_given_back_but_not_every_time() -> None:
    said: list[str] = []
    for _ in range(9):
        said.append(choose("proud", "our lead thanks people", said))
    assert [f"{{{PIECE}}}" in TEXTS[name] for name in said[:3]] == [True, True, False]
    assert any(f"{{{PIECE}}}" in TEXTS[name] for name in said[3:])


@pytest.mark.parametrize("tone", TONES)
def test_every_line_of_a_tone_is_said_some_time(tone: Tone) -> None:
    said: list[str] = []
    for turn in range(60):
        said.append(choose(tone, "a quiet room" if turn % 2 else None, said[-12:]))
    quoted = () if tone == "nothing" else heard_names()[tone, True]
    assert set(said) == {*heard_names()[tone, False], *quoted}


def test_there_are_enough_lines() -> None:
    for tone in TONES:
        assert len(heard_names()[tone, False]) >= 6
        assert len(heard_names()[tone, True]) >= {"nothing": 0, "plain": 6}.get(tone, 4)
    assert sum(map(len, heard_names().values())) == len(TEXTS)


JUDGES = r"well done|great|brilliant|good (?:job|work|answer)|amazing|impress|should|must|calm down|sorry|you feel"
OURS = r"\bi (?:understand|know|feel|hear|hope|see)\b|\b(?:glad|happy|sad|love|will|promise|always|never)\b|must be|"


@pytest.mark.parametrize("name", TEXTS)
def test_a_line_is_short_and_neither_judges_nor_promises(name: str) -> None:
    text = TEXTS[name]
    ours = text.replace(f"“{{{PIECE}}}”", "")
    assert len(ours.split()) <= 14
    assert not re.search(rf"{JUDGES}|{OURS}[!?]|{PIECE}|n['’]t\b", ours, re.IGNORECASE)
    assert check_wording(ours) == ()


def test_who_is_tired_may_always_stop() -> None:
    tired = [TEXTS[name] for quotes in (False, True) for name in heard_names()["tired", quotes]]
    assert [text for text in tired if not re.search(r"\bstop", text, re.IGNORECASE)] == []


def test_no_two_lines_are_the_same_sentence() -> None:
    plain = [re.sub(r"\W+", " ", text).strip().lower() for text in TEXTS.values()]
    assert len(set(plain)) == len(plain)
