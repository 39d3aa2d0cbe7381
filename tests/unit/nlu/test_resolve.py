"""What happens to a message at each place in the conversation, given the classifier's guess."""

from __future__ import annotations

import pytest

from bot.nlu.guess import Guess
from bot.nlu.phrases import CommandPhrases, load_command_phrases
from bot.nlu.resolve import Doubt, resolve_answer, resolve_between, resolve_open
from bot.nlu.wishes import Parts
from bot.settings import ROOT


@pytest.fixture(scope="module")
def phrases() -> CommandPhrases:
    return load_command_phrases(ROOT / "data" / "content" / "commands.yml")


NOTHING = Guess(None, 0.0)


def sure(command: str, chance: float = 0.9, answer: float = 0.0) -> Guess:
    return Guess.from_chances({command: chance, "reflection": answer}, chance - answer)


def test_without_a_classifier_an_answer_is_an_answer(phrases: CommandPhrases) -> None:
    assert resolve_answer("we are kind to each other", NOTHING, phrases).intent == "reflection"


def test_a_plain_guess_acts_and_marks_the_words_it_holds(phrases: CommandPhrases) -> None:
    text = "time for a wee rest I think"
    result = resolve_answer(text, sure("pause", 1.0), phrases)
    assert (result.intent, result.doubt) == ("pause", Doubt("pause", 0, len(text)))
    assert result.confidence < 1.0, "the distress screen does not take a guess for a known command"


@pytest.mark.parametrize("command", ["let_go", "remove", "withdraw", "withdraw_all"])
def test_what_publishes_or_takes_words_away_is_never_done_on_a_guess(phrases: CommandPhrases, command: str) -> None:
    assert resolve_answer("some words of theirs", sure(command, 1.0), phrases).intent == "unsure"


@pytest.mark.parametrize(("command", "meant"), [("save", "save"), ("share_private", "save"), ("scrap", "scrap")])
def test_what_asks_first_or_is_brought_back_may_be(phrases: CommandPhrases, command: str, meant: str) -> None:
    assert resolve_answer("some words of theirs", sure(command, 1.0), phrases).intent == meant


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("skip the small talk with families", sure("skip", 0.5)),  # it speaks of others
        ("some rest", sure("pause", 0.6, 0.2)),  # not far enough on the side of commands
        ("that me away hame", Guess.from_chances({"finish": 0.4, "pause": 0.35, "skip": 0.3}, told=1.0)),  # which one?
        ("rest", sure("pause")),
    ],
)
def test_a_guess_that_is_not_plain_is_asked_about(phrases: CommandPhrases, text: str, guess: Guess) -> None:
    assert resolve_answer(text, guess, phrases).intent == "unsure"


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


def test_a_question_to_waymark_is_answered_and_asked_about_where_it_may_be_another(phrases: CommandPhrases) -> None:
    text = "will the head of HR get to read it?"
    assert resolve_answer(text, Guess("ask_manager", 0.95, one=0.9), phrases).intent == "ask_manager"
    doubt = resolve_answer(text, Guess("ask_manager", 0.8, one=0.5), phrases).doubt
    assert doubt is not None
    assert doubt.command == "ask_manager"
    statement = resolve_answer("my manager reads what we write", Guess("ask_manager", 0.9, one=0.9), phrases)
    assert statement.intent == "reflection"


def test_the_next_likeliest_command_is_offered_too(phrases: CommandPhrases) -> None:
    guess = Guess.from_chances({"finish": 0.4, "pause": 0.35, "skip": 0.01, "reflection": 0.1}, told=1.0)
    guess = guess._replace(told=0.7)
    doubt = resolve_answer("that me away hame", guess, phrases).doubt
    assert doubt is not None
    assert (doubt.command, doubt.other) == ("finish", "pause")
    assert Guess.from_chances({"finish": 0.9, "skip": 0.01}).other is None


@pytest.mark.parametrize("text", ["A break please.", "Later.", "no more questions", "Continue"])
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
    guess = Guess.from_chances({"reflection": 0.1, "finish": 0.25, "pause": 0.28, "skip": 0.2}, told=0.1)
    doubt = resolve_answer("enough of an evening for me", guess, phrases).doubt
    assert doubt is not None
    assert doubt.command == "pause"


def test_what_the_classifier_says_of_the_last_sentence_is_asked_about(phrases: CommandPhrases) -> None:
    text = "We share lunch. That will be all from me this evening"
    doubt = resolve_answer(text, NOTHING, phrases, parts=Parts(None, sure("finish"))).doubt
    assert doubt is not None
    assert (doubt.command, text[: doubt.start]) == ("finish", "We share lunch. ")
    unsure = sure("finish", 0.5, 0.4)
    assert resolve_answer(text, NOTHING, phrases, parts=Parts(None, unsure)).intent == "reflection"
    long = "We share lunch. " + "and so on " * 5
    assert resolve_answer(long, NOTHING, phrases, parts=Parts(None, sure("finish"))).intent == "reflection"


def test_two_sentences_that_are_both_commands_are_one(phrases: CommandPhrases) -> None:
    doubt = resolve_answer(
        "Sorry. That will be all this evening", NOTHING, phrases, parts=Parts(None, sure("finish"))
    ).doubt
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


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("We look out for each other. Who can see this?", "ask_privacy"),
        ("It is kind here. how long will this take", "ask_time"),
        ("We share lunch. Can I change the theme please", "change_theme"),
        ("It was a hard year. Can you show me the support page", "support"),
    ],
)
def test_a_certain_wish_at_the_end_acts_and_the_answer_is_told_apart(
    phrases: CommandPhrases, text: str, wish: str
) -> None:
    result = resolve_answer(text, NOTHING, phrases)
    assert result.intent == wish
    assert result.doubt is not None
    assert text[: result.doubt.start].endswith(". ")


@pytest.mark.parametrize("text", ["We stop. I need to talk to someone", "We share lunch. Can we go back"])
def test_a_wish_at_the_end_that_may_be_told_or_is_another_is_asked_about(phrases: CommandPhrases, text: str) -> None:
    assert resolve_answer(text, NOTHING, phrases).intent == "unsure"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("n/a", "skip"),
        ("next", "skip"),
        ("stop", "finish"),
        ("help", "ask_help"),
        ("can I come back to this later", "ask_later"),
        ("scrap that", "scrap"),
        ("like what?", "example"),
        ("ask it another way", "other_way"),
        ("I dont get the question", "other_way"),
        ("dunno", "too_hard"),
        ("nothing comes to mind", "too_hard"),
        ("haud on", "pause"),
        ("gonnae skip this yin", "skip"),
        ("could we maybe leave this question for now if that is ok", "skip"),
        ("ah've had enough the noo", "finish"),
    ],
)
def test_what_is_typed_at_an_open_question_acts(phrases: CommandPhrases, text: str, intent: str) -> None:
    assert resolve_answer(text, NOTHING, phrases).intent == intent


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("what does calm mean", "calm"),
        ("whats lived experience mean?", "lived experience"),
        ("define \u201cstrength\u201d", "strength"),
        ("what is a debrief?", "debrief"),
        ("what is missing is trust", None),
        ("what is good", None),
        ("what does this mean", None),
    ],
)
def test_a_question_about_a_word_is_never_the_answer(phrases: CommandPhrases, text: str, word: str | None) -> None:
    result = resolve_answer(text, NOTHING, phrases)
    assert (result.intent == "ask_word") == (word is not None)
    assert (text[slice(*result.word)] if result.word else None) == word


def test_a_single_last_word_is_not_a_trailing_command(phrases: CommandPhrases) -> None:
    assert resolve_answer("Breathe. Pause.", NOTHING, phrases).intent == "reflection"


def test_between_questions_words_are_kept_as_an_answer(phrases: CommandPhrases) -> None:
    assert resolve_between("the team is tired", Guess("greet", 0.2), phrases).intent == "reflection"
    assert resolve_between("yes", Guess("affirm", 0.9), phrases).intent == "affirm"
    assert resolve_between("support for night staff", sure("support", 0.6), phrases).intent == "unsure"
    assert resolve_between("pause", NOTHING, phrases).intent == "pause"
    assert resolve_between("give me an example", NOTHING, phrases).intent == "ask_meaning"


def test_elsewhere_the_classifier_stands_when_it_is_sure_enough(phrases: CommandPhrases) -> None:
    assert resolve_open("which one is best", Guess("help_choose", 0.45), phrases).intent == "help_choose"
    assert resolve_open("which one is best", Guess("help_choose", 0.3), phrases).intent == "nlu_fallback"
    assert resolve_open("support for staff", Guess("support", 0.45), phrases).intent == "nlu_fallback"
    assert resolve_open("yes", Guess("affirm", 0.9), phrases).intent == "affirm"


@pytest.mark.parametrize("name", ["unsure", "distress", "nlu_fallback"])
def test_the_classifier_cannot_say_what_components_decide(phrases: CommandPhrases, name: str) -> None:
    assert resolve_open("unsure", Guess(name, 0.99), phrases).intent == "nlu_fallback"
    assert resolve_answer("unsure", Guess(name, 0.99), phrases).intent == "reflection"
