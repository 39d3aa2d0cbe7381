"""The screen, by what people say. The texts are ours."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language

from bot.encoder import load_encoder
from bot.safety import (
    SafetyModel,
    SafetyModelError,
    SafetyScreen,
    Screening,
    load_language,
    load_messages,
    save_language,
    train_screen,
)
from bot.safety.model import N_GRAMS, SentenceEncoder
from bot.settings import get_settings


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("I want to kill myself", "suicide-explicit"),
        ("I’m goin tae kill masel", "suicide-explicit"),
        ("I WANT TO DIE", "suicide-explicit"),
        ("i want to dieeeee", "suicide-explicit"),
        ("i feel sucidal", "suicide-explicit"),
        ("I want to k\u200bill my\u200dself", "suicide-explicit"),
        ("I WON'T lie 😢 I want to end my life", "suicide-explicit"),
        ("ah cannae go on", "veiled"),
        ("everyone would be better off without me", "veiled"),
        ("I don’t want to wake up tomorrow", "veiled"),
        ("I cut myself last night", "self-harm"),
        ("my husband hit me this morning", "danger"),
        ("I'm not safe right now", "danger"),
        ("a client told me she is going to kill herself tonight", "third-person"),
        ("The rota is fine. We meet monthly\nI want to die", "suicide-explicit"),
    ],
)
def test_interrupts_with_a_reason(lexicon_screen: SafetyScreen, text: str, reason: str) -> None:
    found = lexicon_screen.screen(text)
    assert found.tier == "interrupt"
    assert reason in found.reasons


@pytest.mark.parametrize(
    "text",
    [
        "I'm not suicidal, just tired",
        "I would never hurt myself",
        "I am not thinking of killing myself",
        "I'm no gonnae kill masel",
        "I don't want to kill myself",
        "I have no plans to end my life",
        "no thoughts of harming myself before you ask",
        "I wouldn't hurt myself, I have the kids",
        "I dinnae want tae kill masel, I'm jist low",
        "not suicidal or anything, only fed up and low",
        "no I'm not going to do anything daft, just flat",
        "I would never do anything to hurt myself",
        "I'm not in any danger, I'm just worn out",
    ],
)
def test_a_denial_is_soft_and_never_nothing(screen: SafetyScreen, text: str) -> None:
    assert screen.screen(text).tier == "soft"


@pytest.mark.parametrize(
    "text",
    [
        "I'm not suicidal. I have taken all my tablets tonight.",
        "not suicidal or anything, but I have written goodbye letters to the children and tonight is the night",
        "I need a reason not to kill myself",
        "I am trying not to cut myself again",
        "I don't want to go on, nothing daft, I have just got enough tablets saved up to end it",
    ],
)
def test_a_denial_hides_nothing_beside_it(screen: SafetyScreen, text: str) -> None:
    assert screen.screen(text).tier == "interrupt"


@pytest.mark.parametrize("text", ["I am in danger from him", "I'm at risk", "I am a danger to myself"])
def test_danger_that_is_told_is_no_denial(lexicon_screen: SafetyScreen, text: str) -> None:
    assert "negated" not in lexicon_screen.screen(text).reasons


@pytest.mark.parametrize("text", ["I don't feel hopeless", "I'm not exhausted this week"])
def test_denying_what_is_soft_says_nothing(lexicon_screen: SafetyScreen, text: str) -> None:
    assert lexicon_screen.screen(text).tier == "none"


@pytest.mark.parametrize(
    "text",
    [
        "I can't stop thinking about killing myself",
        "I don't know if I want to kill myself",
        "I'm not joking, I want to kill myself",
        "not only am I tired, I want to die",
    ],
)
def test_a_no_elsewhere_does_not_take_it_back(screen: SafetyScreen, text: str) -> None:
    assert screen.screen(text).tier == "interrupt"


@pytest.mark.parametrize(
    "text",
    [
        "this job is killing me",
        "I'm dead on my feet",
        "the project died when the money ran out",
        "I could murder a cup of tea",
        "Our suicide prevention plan needs to be reviewed",
        "When someone says they want to kill themselves we stay with them",
        "Staff who support people who self-harm need time to talk",
        "this chatbot is useless and I hate it",
        "can we end it there",
        "skip",
        "We moved the chairs so that everyone can see the door.",
        "I want to stop the early visits",
        "Rotas land on a Friday night so nobody can plan a weekend",
        "nobody stays after six on the last night of the month",
        "We cut two posts and the night van never came back",
        "I want to do it their way",
    ],
)
def test_work_talk_does_not_interrupt(screen: SafetyScreen, text: str) -> None:
    assert screen.screen(text).tier != "interrupt"


@pytest.mark.parametrize(
    "text",
    [
        "this job is killing me and I want to die",
        "Our suicide prevention plan is good but I want to kill myself",
        "I nearly died laughing, then I went home and cut myself",
        "the bus is late. my husband will kill me when I get home, he said so",
    ],
)
def test_an_idiom_hides_nothing(screen: SafetyScreen, text: str) -> None:
    assert screen.screen(text).tier == "interrupt"


@pytest.mark.parametrize(
    "text",
    [
        "I'm burnt out",
        "I was abused as a child",
        "I can't get her face out of my head",
        "my manager humiliates me in front of the team",
        "these questions are upsetting me",
    ],
)
def test_distress_is_at_least_soft(screen: SafetyScreen, text: str) -> None:
    assert screen.screen(text).tier == "soft"


def test_one_sentence_in_a_long_reflection_is_found(screen: SafetyScreen) -> None:
    calm = "Our team meets each month and the notes are shared with everyone who could not come. "
    assert screen.screen(calm * 20 + "some nights I think about not being alive. " + calm * 20).tier == "interrupt"
    assert screen.screen(calm * 3 + "some nights I think about not being alive. " + calm).tier == "interrupt"


def test_two_sentences_tell_what_neither_tells_alone(screen: SafetyScreen) -> None:
    alone = ("I have put the dog in kennels and paid for a year.", "After Friday there is no need to ask for me.")
    assert all(screen.screen(sentence).tier != "interrupt" for sentence in alone)
    assert screen.screen(" ".join(alone)).tier == "interrupt"


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b", "😀", "...", "!?", "\x00", "\ud83d"])
def test_text_without_words_is_none(screen: SafetyScreen, text: str) -> None:
    assert screen.screen(text) == Screening("none", ())


def test_reasons_never_hold_the_text(screen: SafetyScreen) -> None:
    found = screen.screen("Morag said I want to die and my pal Zebedee agrees")
    assert all(reason.replace("-", "").isalpha() and reason.islower() for reason in found.reasons)
    assert not {"morag", "zebedee"}.intersection(found.reasons)


@pytest.mark.parametrize("text", ["a " * 2000, "x\n" * 2000, "no " * 1333, "!" * 4000, "i want to " * 400])
def test_the_longest_texts_are_quick(lexicon_screen: SafetyScreen, text: str) -> None:
    begin = time.process_time()
    lexicon_screen.screen(text)
    assert time.process_time() - begin < 1.5  # about 0.1 s on a quiet machine; a runaway pattern would take minutes


def test_screening_a_document_is_screening_its_text(screen: SafetyScreen) -> None:
    for text in ("I want to die", "we met on Monday", "I want to k\u200bill myself"):
        assert screen.screen_doc(screen.language(text)) == screen.screen(text)
    assert screen.screen_doc(spacy.blank("en")("I want to die")).tier == "interrupt"


def test_what_the_encoder_gave_before_is_used(screen: SafetyScreen) -> None:
    text = "the flat is clean. nobody needs to come before sunday"
    document = screen.language(text)
    encoder = load_encoder(get_settings().models_dir)
    words = " ".join(token.norm_ for token in document)
    assert screen.screen_doc(document, {words: encoder.encode_wide([words])[0]}) == screen.screen_doc(document)


def test_a_saved_pipeline_and_model_decide_the_same(
    screen: SafetyScreen, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    save_language(screen.language, tmp_path / "language")
    model = screen.model
    assert model is not None
    model.save(tmp_path / "screen.npz")
    again = SafetyScreen.from_files(load_language(tmp_path / "language"), encoder, tmp_path / "screen.npz")
    for text in ("ah cannae go on", "this job is killing me", "I can't sleep", "Mr Paterson rang"):
        assert again.screen(text) == screen.screen(text)
    doc = load_language(tmp_path / "language")("Mhairi rang 07700 900456")
    assert [span.label_ for span in doc.spans["identifiers"]] == ["NAME", "PHONE"]


def test_without_an_encoder_n_grams_are_used_and_the_model_says_so(language: Language, content: Path) -> None:
    model = train_screen(language, None, load_messages(content))
    assert not model.uses_encoder
    assert model.grams.shape == (2 * N_GRAMS, 2)
    alone = SafetyScreen(language, None, model)
    assert alone.screen("I keep thinking about dying").tier == "interrupt"
    assert alone.screen("We review the rota each month").tier == "none"


def test_a_model_that_needs_the_encoder_refuses_to_work_without(screen: SafetyScreen) -> None:
    with pytest.raises(SafetyModelError, match="waymark train"):
        SafetyScreen(screen.language, None, screen.model)


def test_a_damaged_or_old_model_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "bad.npz").write_bytes(b"not a model")
    np.savez(tmp_path / "old.npz", centre=np.zeros(768))
    for name in ("bad.npz", "old.npz", "absent.npz"):
        with pytest.raises(SafetyModelError, match="waymark train"):
            SafetyModel.load(tmp_path / name)
