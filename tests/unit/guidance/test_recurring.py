from __future__ import annotations

from bot.guidance.recurring import MOST, count_phrases
from bot.safety import find_identifiers


def count(*texts: str) -> dict[str, int]:
    return dict(count_phrases(texts, lambda text: [(one.start, one.end) for one in find_identifiers(text)]))


def test_noun_phrases_are_counted_once_for_each_reflection():
    found = count(
        "We need more time for reflective practice. Reflective practice helps, and reflective practice is kind.",
        "There is no room for reflective practice in our rota.",
    )
    assert found["reflective practice"] == 2
    assert found["rota"] == 1
    assert "we" not in found and "kind" not in found


def test_forms_of_a_word_are_one_and_the_usual_form_is_shown():
    found = count("In our team meetings.", "In our team meetings.", "After the team meeting.")
    assert found["team meetings"] == 3
    assert "team meeting" not in found


def test_a_word_that_only_begins_a_phrase_is_left_out():
    assert "reflective" not in count("Time for reflective practice.")


def test_names_and_numbers_are_left_out():
    found = count("Thanks to Morag Sinclair and the office in EH1 2NG, and for the call from 0131 496 0000.")
    assert not {"morag", "sinclair", "eh1", "0131"} & set(" ".join(found).split())


def test_one_reflection_adds_a_limited_number():
    text = " ".join(f"the {'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10]}word." for n in range(100))
    assert len(count(text)) <= MOST
