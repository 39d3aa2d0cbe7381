"""The words people ask about: each is found however it is typed, and no answer is taken for a question."""

from __future__ import annotations

import re
import time

import pytest

from bot.content import Content, find_asked, find_themes_named, find_word
from tests.unit.house.house import questions

NEEDED = """
calm; trauma-informed; lived experience; power sharing; supervision; re-traumatisation; policy; process; reflect
feedback loop; next step; theme; coordinator; return code; anonymous; resilience; vicarious trauma; moral injury
co-production; stakeholder; remit; prevalence; handover; feedback; rating; private
"""

ASKED = [
    ("what does calm mean", "calm"),
    ("CALM???", "calm"),
    ("Whats trauma informed", "trauma-informed"),
    ("wit does supervision mean", "supervision"),
    ("whit's re traumatisation", "re-traumatisation"),
    ("What do you mean by “power sharing”?", "power sharing"),
    ("what does it mean by reflective practise", "reflective practice"),
    ("sorry but what is coproduction", "co-production"),
    ("moral injury - what's that?", "moral injury"),
    ("i dont know what vicarious truma means", "vicarious trauma"),
    ("What does “feedback loop” actually mean?", "feedback loop"),
    ("whats a coordinater", "coordinator"),
    ("what does lived experiance mean", "lived experience"),
    ("please what means prevalence", "prevalence"),
    ("can you explain what a policy is", "policy"),
    ("what are the 5 Rs", "5 Rs"),
    ("resilience meaning", "resilience"),
    ("what is organisational culture", "culture"),
    ("what is organizational culture pls", "culture"),
    ("whats the feedback theme about", "feedback"),
    ("tell me about budgets", "budgets"),
    ("what does service design cover", "service-design"),
    ("difference between culture and leadership", "culture leadership"),
    ("whit's the diffrence atween leadership n culture", "leadership culture"),
    ("leadership or culture, what's the difference", "leadership culture"),
    ("difference between policies and processes and service design", "policies service-design"),
    ("how is staff wellbeing different from culture?", "workforce-care culture"),
    ("is private the same as anonymous", "private anonymous"),
    ("whats the difference between a policy and a process", "policy process"),
]

ANSWERS = """
we keep calm
calm
supervision
more supervision
policy
leadership vs staff
what calm means to us is a cuppa
what is supervision, we never get any
what helps is a good handover
our leaders mean well
is there any feedback or is it just talk
nobody tells us what is in the policy
we need to define our policies
explain the policy
explain the process better to families
a calm day means fewer calls
tell us about changes sooner
what does the manager do all day
what is going well is the team
the difference between us and the office is huge
managers and staff are not the same
what do you mean
what does that mean?
i don't know what to write
how long does this take?
""".strip().splitlines()


def names(found: tuple[object, ...]) -> str:
    return " ".join(getattr(one, "word", None) or getattr(one, "id", "") for one in found)


@pytest.mark.parametrize(("text", "wanted"), ASKED)
def test_what_somebody_asks_about_is_found(content: Content, text: str, wanted: str) -> None:
    assert names(find_asked(content, text)) == wanted


@pytest.mark.parametrize("text", ANSWERS)
def test_an_answer_is_no_question_about_a_word(content: Content, text: str) -> None:
    assert find_asked(content, text) == ()


def test_the_words_that_people_ask_about_are_there(content: Content) -> None:
    known = [word.word for word in content.glossary]
    assert len(known) >= 40
    assert set(re.split(r"[;\n] ?", NEEDED.strip())) <= set(known)


def test_a_fuller_answer_is_there(content: Content) -> None:
    fuller = {word.fuller for word in content.glossary if word.fuller}
    assert len(fuller) > 10
    assert fuller <= set(questions())


def test_every_word_is_found_as_it_is_in_capitals_and_in_every_other_form(content: Content) -> None:
    for word in content.glossary:
        for form in (word.word, word.word.upper(), word.word.replace("-", " "), *word.also):
            assert find_word(content, form) == word, form
            assert find_word(content, f"What does “{form}” mean?") == word, form


def test_a_word_that_is_not_known_is_not_guessed(content: Content) -> None:
    for text in ("", "???", "what does tokenism mean", "what is a sheriff", "what is the police", "🙂"):
        assert find_word(content, text) is None
        assert find_asked(content, text) == ()
        assert find_themes_named(content, text) == ()


def test_two_themes_come_in_the_order_of_the_text(content: Content) -> None:
    found = find_themes_named(content, "budgets versus power sharing")
    assert [theme.id for theme in found] == ["budgets", "power-sharing"]
    assert find_themes_named(content, "difference between culture and cheese") == ()


def test_a_long_text_costs_nothing(content: Content) -> None:
    """On processor time, as other work may hold the machine up."""
    text = "what is the difference between what is and what is not " * 60
    find_asked(content, text)
    begun = time.process_time()
    for _ in range(20):
        assert find_asked(content, text) == ()
    assert time.process_time() - begun < 0.5
