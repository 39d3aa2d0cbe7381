"""Rule 21: short sentences, plain words, hard words explained. How the reading age is measured is said here.

A reading age of 9 to 11 is read as a school grade of 4 to 6 by two measures of the library textstat: the Automated
Readability Index and the Coleman-Liau index. (Age is about grade and five. Both count letters; the measures that count
syllables need a dictionary that textstat would download.) They are taken over all the words of one topic, because both
swing widely on a single short line. Taken out before: what is quoted, the names of bodies and programmes, and the few
words that the Roadmap cannot do without, which are explained below. What it cannot measure is whether a line is easy
for somebody who is tired or upset: that needs a reader.
"""

from __future__ import annotations

import re

import pytest
import textstat
from wording import BUTTONS, CONTENT, EVERYTHING, GUIDANCE, HELPS, PRINCIPLES, SUPPORT, THEMES, Said, is_long, offending

from bot.content.sentences import split_sentences
from tests.unit.house.house import DATA, questions, read_yaml, responses

LONGEST_AVERAGE = 15
HIGHEST_GRADE = 6.0
GUIDANCE_GRADE = 7.0
"""The one-line reasons for guidance are still harder than the rest: about 11 to 12. Written down in the review page."""

BODIES = (
    "National Trauma Transformation Programme",
    "NHS Education for Scotland",
    "Resilience Learning Partnership",
    "Improvement Service",
    "Scottish Government",
    "traumatransformation.scot",
    "Apache License 2.0",
)
TERMS = ("Trauma-informed", "trauma-informed", "Re-traumatisation", "re-traumatisation")
_APART = re.compile("|".join(map(re.escape, (*BODIES, *TERMS))) + r"|“[^”]*”|{\w+}")


def topics() -> dict[str, Said]:
    """All our words, by the file that an editor would mend."""
    found: dict[str, Said] = {
        path.stem: [(name, one["text"]) for name, variants in read_yaml(path)["responses"].items() for one in variants]
        for path in sorted((DATA / "responses").glob("*.yml"))
    }
    # The words of an example are ours too, so its marks do not exempt it. A word that is explained is no hard word.
    found["helps"] = [(place, re.sub("[“”]", "", text)) for place, text in HELPS]
    found["glossary"] = [(f"glossary.{one.word}", without_headword(one.word, one.means)) for one in CONTENT.glossary]
    return found | {"themes": THEMES, "guidance": GUIDANCE, "principles": PRINCIPLES, "services": SUPPORT}


def without_headword(word: str, means: str) -> str:
    """What a word means, with "it" in the place of the word at the beginning."""
    return re.sub(rf"^(?:(?:The|An?) |To )?{re.escape(word)}\b", "it", means, flags=re.IGNORECASE)


def lines_of(texts: Said) -> list[str]:
    return [part for _, text in texts for part in split_sentences(_APART.sub("it", text))]


def grades(texts: Said) -> tuple[float, float]:
    """The two measures of a topic, as school grades."""
    plain = "\n".join(line if line[-1] in ".?!" else f"{line}." for line in lines_of(texts))
    return textstat.automated_readability_index(plain), textstat.coleman_liau_index(plain)


def test_rule_21_no_sentence_is_long() -> None:
    assert offending(is_long, EVERYTHING) == []
    assert is_long("word " * 26)


@pytest.mark.parametrize("topic", topics())
def test_rule_21_sentences_are_short_on_average(topic: str) -> None:
    lines = lines_of(topics()[topic])
    assert sum(len(line.split()) for line in lines) / len(lines) < LONGEST_AVERAGE


@pytest.mark.parametrize("topic", topics())
def test_rule_21_the_reading_age_is_11_at_most_by_two_measures(topic: str) -> None:
    most = GUIDANCE_GRADE if topic == "guidance" else HIGHEST_GRADE
    assert max(grades(topics()[topic])) <= most


def test_rule_21_the_measures_do_refuse() -> None:
    hard = "Organisational implementation necessitates comprehensive multidisciplinary collaboration."
    assert min(grades([("hard", hard)])) > HIGHEST_GRADE


@pytest.mark.parametrize("text", [text for _, text in BUTTONS])
def test_rule_21_a_button_is_a_few_words(text: str) -> None:
    assert len(text.split()) <= 7


JARGON: dict[str, tuple[str, str]] = {
    r"trauma-informed": ("trauma_informed", "working in ways that do no further harm"),
    r"re-?traumatis\w+": ("retraumatisation", "brings old hurt back"),
    r"vicarious trauma": ("vicarious", "working close to other people’s trauma can affect us too"),
    r"lived experience": ("lived_experience", "having been through something yourself"),
    r"power sharing": ("lived_experience", "help to shape a service"),
    r"coordinators?": ("coordinators", "may read what others choose to share"),
    r"return code": ("return_code", "four words"),
    r"freedom of information": ("foi", "recorded information"),
    r"5 Rs": ("five_rs", "They are:"),
    r"nttp": ("nttp", "National Trauma Transformation Programme"),
    r"\bNES\b": ("nes", "NHS Education for Scotland"),
}
"""A hard word, the question that explains it, and the words in the answer that do."""

NOT_OURS = re.compile(
    r"\b(?:stakeholders?|leverage|utilis\w+|facilitat\w+|holistic|multi-?agency|pathways? forward|going forward|robust|"
    r"co-?production|trajectory|paradigm|moral injury|compassion fatigue|hypervigilan\w+|dysregulat\w+|psychoeducation|"
    r"governance|operationalis\w+|embed(?:ded|ding)?|synerg\w+|granular|cascade)\b",
    re.IGNORECASE,
)
EXPLAINED_IN_PLACE = {
    "utter_ask_vicarious[0]": "names the two words that somebody may have asked with",
    **{f"glossary.{one.word}": "says what it means" for one in CONTENT.glossary if NOT_OURS.search(one.word)},
}


@pytest.mark.parametrize("word", JARGON)
def test_rule_21_a_hard_word_is_explained_to_whoever_asks(word: str) -> None:
    name, explained = JARGON[word]
    assert name in questions()
    assert explained in responses()[f"utter_ask_{name}"][0]["text"]


def test_rule_21_hard_words_that_can_be_left_out_are() -> None:
    found = [place for place, _ in offending(NOT_OURS.search) if place not in EXPLAINED_IN_PLACE]
    assert found == []


@pytest.mark.parametrize(
    ("utterance", "word", "explained"),
    [
        ("utter_ask_sharing", "return code", "only you, with a return code"),
        ("utter_ask_code", "return code", "four words"),
        ("utter_receipt", "return code", "the only way to come back to this"),
    ],
)
def test_rule_21_a_hard_word_is_explained_where_it_first_comes(utterance: str, word: str, explained: str) -> None:
    text = responses()[utterance][0]["text"]
    assert word in text
    assert explained in text
