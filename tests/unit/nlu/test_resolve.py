"""What happens to a message at each place in the conversation, given the classifier's guess."""

from __future__ import annotations

import pytest

from bot.nlu.guess import COMMANDS, Guess
from bot.nlu.phrases import CommandPhrases, load_command_phrases
from bot.nlu.resolve import resolve_answer, resolve_between, resolve_open
from bot.settings import ROOT


@pytest.fixture(scope="module")
def phrases() -> CommandPhrases:
    return load_command_phrases(ROOT / "data" / "content" / "commands.yml")


NOTHING = Guess(None, 0.0)


def sure(command: str, chance: float = 0.9, answer: float = 0.0) -> Guess:
    return Guess.from_chances({command: chance, "reflection": answer}, chance - answer)


def test_without_a_classifier_an_answer_is_an_answer(phrases: CommandPhrases) -> None:
    assert resolve_answer("we are kind to each other", NOTHING, phrases).intent == "reflection"


def test_a_guess_alone_asks_and_never_acts(phrases: CommandPhrases) -> None:
    result = resolve_answer("time for a wee rest I think", sure("pause"), phrases)
    assert result.intent == "unsure"
    assert result.doubt is not None
    assert result.doubt.command == "pause"


def test_a_weak_guess_or_a_long_message_is_an_answer(phrases: CommandPhrases) -> None:
    assert resolve_answer("a rest from the phones", sure("pause", 0.19, 0.8), phrases).intent == "reflection"
    assert resolve_answer("we " * 19 + "rest", sure("pause", 0.99), phrases).intent == "reflection"


def test_a_near_tie_with_an_answer_is_an_answer(phrases: CommandPhrases) -> None:
    assert resolve_answer("support for staff", sure("support", 0.4, 0.5), phrases).intent == "reflection"


@pytest.mark.parametrize("text", ["delete it", "let it go", "don't save this"])
def test_deleting_asks_first_while_answering(phrases: CommandPhrases, text: str) -> None:
    result = resolve_answer(text, NOTHING, phrases)
    assert result.intent == "unsure"
    assert result.doubt is not None
    assert result.doubt.command == "let_go"


def test_keep_needs_something_to_keep(phrases: CommandPhrases) -> None:
    assert resolve_answer("keep it", NOTHING, phrases, reopened=True).intent == "keep"
    assert resolve_answer("keep it", NOTHING, phrases).intent == "reflection"


def test_a_question_to_waymark_is_asked_about(phrases: CommandPhrases) -> None:
    result = resolve_answer("will the head of HR get to read it?", Guess("ask_manager", 0.8, one=0.5), phrases)
    assert result.doubt is not None
    assert result.doubt.command == "ask_manager"
    statement = resolve_answer("my manager reads what we write", Guess("ask_manager", 0.9, one=0.9), phrases)
    assert statement.intent == "reflection"


def test_no_guess_is_acted_on_while_an_answer_is_asked_for(phrases: CommandPhrases) -> None:
    guess = Guess("ask_roadmap_maker", 0.99, one=0.99)
    assert resolve_answer("which body made the Roadmap?", guess, phrases).intent == "unsure"
    for command in sorted(COMMANDS):
        assert resolve_answer("some words of theirs", sure(command, 1.0), phrases).intent == "unsure"


def test_the_next_likeliest_command_is_offered_too(phrases: CommandPhrases) -> None:
    guess = Guess.from_chances({"finish": 0.5, "pause": 0.3, "skip": 0.01, "reflection": 0.1}, told=1.0)
    doubt = resolve_answer("that me away hame", guess, phrases).doubt
    assert doubt is not None
    assert (doubt.command, doubt.other) == ("finish", "pause")
    assert Guess.from_chances({"finish": 0.9, "skip": 0.01}).other is None


@pytest.mark.parametrize("text", ["i need a break", "Later.", "no more questions", "Continue"])
def test_a_command_that_could_be_the_whole_answer_asks_first(phrases: CommandPhrases, text: str) -> None:
    result = resolve_answer(text, NOTHING, phrases)
    assert result.intent == "unsure"
    assert phrases.find(text) is not None
    assert resolve_open(text, NOTHING, phrases).intent not in ("unsure", "nlu_fallback")


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("who decides the rota?", 0.05),
        ("do we even get told what they did with it all, or who it was that read the thing in the end?", 0.9),
        ("who reads it? nobody", 0.9),
    ],
)
def test_a_question_that_belongs_to_the_answer_stays_in_it(phrases: CommandPhrases, text: str, one: float) -> None:
    assert resolve_answer(text, Guess("ask_privacy", 0.9, one=one), phrases).intent == "reflection"


def test_commands_that_share_a_text_count_together(phrases: CommandPhrases) -> None:
    guess = Guess.from_chances({"reflection": 0.1, "finish": 0.25, "pause": 0.28, "skip": 0.2})
    doubt = resolve_answer("enough of an evening for me", guess, phrases).doubt
    assert doubt is not None
    assert doubt.command == "pause"


def test_what_the_classifier_says_of_the_last_sentence_is_asked_about(phrases: CommandPhrases) -> None:
    text = "We share lunch. That will be all from me this evening"
    doubt = resolve_answer(text, NOTHING, phrases, last=sure("finish")).doubt
    assert doubt is not None
    assert (doubt.command, text[: doubt.start]) == ("finish", "We share lunch. ")
    unsure = sure("finish", 0.5, 0.4)
    assert resolve_answer(text, NOTHING, phrases, last=unsure).intent == "reflection"
    long = "We share lunch. " + "and so on " * 5
    assert resolve_answer(long, NOTHING, phrases, last=sure("finish")).intent == "reflection"


def test_two_sentences_that_are_both_commands_are_one(phrases: CommandPhrases) -> None:
    doubt = resolve_answer("Sorry. That will be all this evening", NOTHING, phrases, last=sure("finish")).doubt
    assert doubt is not None
    assert doubt.start == 0


def test_a_known_phrase_after_a_comma_is_asked_about(phrases: CommandPhrases) -> None:
    text = "we share lunch, can we go to the next one"
    doubt = resolve_answer(text, NOTHING, phrases).doubt
    assert doubt is not None
    assert (doubt.command, text[: doubt.start]) == ("skip", "we share lunch, ")
    assert resolve_answer("breathe in, breathe out, pause", NOTHING, phrases).intent == "reflection"


def test_deleting_at_the_end_asks_too(phrases: CommandPhrases) -> None:
    text = "He told me to get over it. Delete that please"
    doubt = resolve_answer(text, NOTHING, phrases).doubt
    assert doubt is not None
    assert (doubt.command, doubt.start > 0) == ("let_go", True)


def test_a_single_last_word_is_not_a_trailing_command(phrases: CommandPhrases) -> None:
    assert resolve_answer("Breathe. Pause.", NOTHING, phrases).intent == "reflection"


def test_between_questions_words_are_kept_as_an_answer(phrases: CommandPhrases) -> None:
    assert resolve_between("the team is tired", Guess("greet", 0.2), phrases).intent == "reflection"
    assert resolve_between("yes", Guess("affirm", 0.9), phrases).intent == "affirm"
    assert resolve_between("support for night staff", sure("support", 0.6), phrases).intent == "unsure"
    assert resolve_between("pause", NOTHING, phrases).intent == "pause"


def test_elsewhere_the_classifier_stands_when_it_is_sure_enough(phrases: CommandPhrases) -> None:
    assert resolve_open("which one is best", Guess("help_choose", 0.45), phrases).intent == "help_choose"
    assert resolve_open("which one is best", Guess("help_choose", 0.3), phrases).intent == "nlu_fallback"
    assert resolve_open("support for staff", Guess("support", 0.45), phrases).intent == "nlu_fallback"
    assert resolve_open("yes", Guess("affirm", 0.9), phrases).intent == "affirm"


@pytest.mark.parametrize("name", ["unsure", "distress", "nlu_fallback"])
def test_the_classifier_cannot_say_what_components_decide(phrases: CommandPhrases, name: str) -> None:
    assert resolve_open("unsure", Guess(name, 0.99), phrases).intent == "nlu_fallback"
    assert resolve_answer("unsure", Guess(name, 0.99), phrases).intent == "reflection"
