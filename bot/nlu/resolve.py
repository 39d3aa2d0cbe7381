"""Decides whether a message is an answer or a command.

While somebody is answering a question, taking an answer for a command loses their words; taking a command for an answer
costs one more turn. So, then: a whole message that is a known phrase acts. A guess acts too where it is far on the side
of commands, names one clearly, and acting loses nothing, for the words are held and one tap makes them the answer. A
doubt asks; everything else is an answer. docs/understanding.md has the figures.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final, NamedTuple

from bot.nlu.agreeing import is_plain_no
from bot.nlu.directed import Directions
from bot.nlu.english import read_asked_word
from bot.nlu.guess import (
    ASKED_WORD,
    CHOOSE_ANY,
    COMMANDS,
    ENOUGH_CONFIDENCE,
    MEANING,
    MEANT,
    MEANT_BETWEEN,
    QUESTION,
    REFLECTION,
    TOO_HARD,
    Guess,
)
from bot.nlu.phrases import CommandPhrases
from bot.nlu.shape import count_letters, is_brief, is_shaped, is_short
from bot.nlu.wishes import (
    AFFIRM,
    KEEP,
    KNOWN_WORD,
    NO_PARTS,
    SURE_CONFIDENCE,
    Parts,
    find_leading_command,
    find_trailing_command,
    is_asked,
    is_meant,
    is_one_wish,
    is_plain,
    is_question,
    may_be_command,
)

UNSURE: Final = "unsure"
FALLBACK: Final = "nlu_fallback"

#: What is known by more than a guess says 1.0: the distress screen heeds it as it heeds a command. A guess says less.
GUESSED: Final = 0.98
#: Between two questions these lose nothing, and are taken at their word.
HARMLESS: Final = frozenset(
    {"affirm", "deny", "thanks", "kind_words", "annoyed", "greet", "keep_words", "leave_out", "rate"}
)
#: Of the commands one that is never far from the theme that is to be chosen, so it needs no more than other intents.
LOSES_NOTHING: Final = frozenset({"help_choose"})
#: Decided on by components. A classifier that has met their names in the training data does not get to say them.
DECIDED: Final = frozenset(
    {UNSURE, "undecided", "meant", "distress", "disclosure", FALLBACK, "pick", "reminder_due", "reworded"}
)
#: What typed words mean while something is asked for by its name, unless they are a command, a question, a yes or no.
NAMED: Final = {"team": "choose_team", "edit": "edit", "remove": "remove", "mine": "pick"}
#: What leads away from the choice of an answer.
_LEAVES: Final = frozenset({"go_on", "skip", "back", "finish", "pause", "support", "save", "read_back"})
#: What else the classifier may say of words typed below the list of one's own reflections.
LISTED: Final = frozenset({"withdraw", "withdraw_all", "my_reflections", "take_away", "return_code", "start", "let_go"})
#: The intent of a wish for a named answer (bot.nlu.directed).
_WISHED: Final = {"add": "add_more", "change": "edit", "move": "move_words"}
#: What "that's all", "no" and "ok" are taken for, where nobody is asked what to add.
_NOTHING_TO_ADD: Final = frozenset({"finish", "skip", "go_on", TOO_HARD})
#: What else may be said before a theme is open, in a few words, and how sure the classifier has to be of it.
_SAID_EARLY: Final = frozenset(
    {
        *("greet", "thanks", "annoyed", "kind_words", "affirm", "deny", "start", "go_on", "resume", "help_choose"),
        *(
            "choose_theme",
            "change_theme",
            CHOOSE_ANY,
            "return_code",
            "my_reflections",
            "support",
            "finish",
            "skip",
            "pause",
        ),
        *("settings", "forget_chat", "another_idea", "progress", "helpful", "save", "read_back", "edit", "let_go"),
        *("withdraw", "withdraw_all", "reshare", "take_away", "bring_back", "remind", "cancel_reminder", "keep_longer"),
    }
)
SURE_EARLY: Final = 0.5
#: Words in a return code.
CODE_WORDS: Final = 4

#: 1.0 says that a known phrase was typed. What publishes or deletes asks for that, so a guess stays below.
NEVER_CERTAIN: Final = 0.99


class Doubt(NamedTuple):
    """A command that the message may hold, and where: characters ``start`` to ``end`` (exclusive) of the text.

    ``start`` above 0: what stands before it is an answer.
    """

    command: str
    start: int
    end: int
    other: str | None = None
    """The next likeliest command, where it is not far behind."""


class Resolution(NamedTuple):
    """The intent decided on, how sure (0 to 1), and what is in doubt when the intent is ``unsure``.

    With any other intent a ``doubt`` says that it is acted on, and where the wish begins: what stands before it is an
    answer, and where nothing does the whole may be one. ``question``: the one that a wish to change an answer, or to
    add to it, names. ``word``: where the word stands whose meaning is asked. ``rating``: the one that is given.
    """

    intent: str
    confidence: float
    doubt: Doubt | None = None
    question: str | None = None
    word: tuple[int, int] | None = None
    rating: str | None = None


def resolve_directed(text: str, directions: Directions, phrases: CommandPhrases, *, written: bool) -> Resolution | None:
    """Resolve a message that names the question it is for, or goes on from the answer before; None for any other.

    written: there is an answer that it could go on from.
    """
    if wish := directions.read_wish(text):
        return Resolution(_WISHED[wish.way], 1.0, question=wish.question)
    if phrases.find(text):
        return None
    if any(piece.question for piece in directions.read_pieces(text)):
        return Resolution(REFLECTION, 1.0)
    if written and (continued := directions.read_continuation(text)):
        return Resolution(REFLECTION if continued[0] == "continues" else UNSURE, 1.0)
    return None


def resolve_answer(
    text: str,
    guess: Guess,
    phrases: CommandPhrases,
    *,
    parts: Parts = NO_PARTS,
    reopened: bool = False,
    adding: bool = False,
) -> Resolution:
    """Resolve a message typed while a reflection is being asked for.

    parts: what the classifier takes the last sentence for by itself, and what is before, where there is more than one.
    reopened: the question has been answered before, so that there is something to keep.
    adding: the person was asked what to add to it, so that "that's all" means no more than that.
    """
    guess = guess.while_answering()
    found = phrases.find(text)
    if adding and found and not found.certain and found.intent in _NOTHING_TO_ADD:
        return Resolution(KEEP, 1.0)
    if count_letters(text) < 2:  # dots, a thumb, "x"
        return _ask("skip", text, 0, guess)
    if is_plain_no(text):
        return Resolution(KEEP, 1.0) if adding else _act(TOO_HARD, text, 0)
    if found and found.intent == AFFIRM:
        return Resolution("go_on" if adding else REFLECTION, 1.0)
    if found and found.intent == KEEP:
        return Resolution(KEEP if reopened else REFLECTION, 1.0)
    known = guess.one >= KNOWN_WORD and guess.intent != QUESTION + MEANING
    if (word := read_asked_word(text)) and not found and not known:
        return Resolution(ASKED_WORD, 1.0, word=word)
    if found and found.certain and found.intent not in phrases.ask_first and not phrases.may_be_answer(text):
        return Resolution(found.intent, 1.0)
    if found and found.intent == CHOOSE_ANY:  # there is nothing to choose here
        return _ask("skip", text, 0, guess)
    if found and (found.intent == TOO_HARD or is_plain(found.intent, text, guess)):
        return _act(found.intent, text, 0)
    if found:
        return _ask(found.intent, text, 0, guess)
    part = find_leading_command(text, parts) or find_trailing_command(text, phrases, parts)
    if part and not is_one_wish(text, guess, part):
        return (_act if part.at_once else _ask)(part.command, text, part.start, guess)
    if guess.intent and is_question(text, guess):
        return (_act if is_asked(text, guess) else _ask)(guess.intent, text, 0, guess)
    if guess.command and is_meant(guess.command, text, guess):
        return _act(guess.command, text, 0)
    if guess.command and may_be_command(text, guess):
        return _ask(guess.command, text, 0, guess, guess.other)
    return Resolution(REFLECTION, 1.0)


def resolve_between(text: str, guess: Guess, phrases: CommandPhrases) -> Resolution:
    """Resolve a message typed in a reflection while no open question waits: after an interruption, or at the rating.

    What is not a command, a question or a plain yes or no may still be an answer that came late; it is never dropped.
    """
    found = phrases.find(text)
    if found and found.certain:
        return Resolution(MEANT_BETWEEN.get(found.intent, found.intent), 1.0)
    if not count_letters(text):
        return Resolution(FALLBACK, 1.0)
    guess = guess.while_answering().between_questions()
    if guess.intent in HARMLESS and is_short(text) and guess.confidence >= ENOUGH_CONFIDENCE:
        return Resolution(guess.intent, guess.confidence)
    if guess.intent and is_question(text, guess):
        return Resolution(guess.intent, guess.confidence)
    if guess.command and may_be_command(text, guess):
        return _ask(guess.command, text, 0, guess, guess.other)
    return Resolution(REFLECTION, 1.0)


def resolve_open(text: str, guess: Guess, phrases: CommandPhrases) -> Resolution:
    """Resolve a message typed at any other time: a known phrase, else the classifier if it is sure enough."""
    found = phrases.find(text)
    if found and found.certain:
        return Resolution(MEANT_BETWEEN.get(found.intent, found.intent), 1.0)
    if not count_letters(text):
        return Resolution(FALLBACK, 1.0)
    guess = guess.between_questions()
    enough = SURE_CONFIDENCE if guess.intent in COMMANDS and guess.intent not in LOSES_NOTHING else ENOUGH_CONFIDENCE
    if guess.intent and guess.intent not in DECIDED and guess.confidence >= enough:
        return Resolution(guess.intent, min(guess.confidence, NEVER_CERTAIN))
    return Resolution(FALLBACK, 1.0 - guess.confidence)


def resolve_opening(text: str, guess: Guess, phrases: CommandPhrases) -> Resolution:
    """Resolve a message typed before a theme is open: what somebody says first is the start of their reflection.

    So a known phrase acts, a question to Waymark is answered, and a plain command or greeting of a few words is one.
    All else are their words, whatever they are a little like ("our managers never listen" is no crossness with us).
    """
    found = phrases.find(text)
    if found and found.certain:
        return Resolution(found.intent, 1.0)
    if not count_letters(text):
        return Resolution(FALLBACK, 1.0)
    asks = guess.intent is not None and guess.intent.startswith(QUESTION) and is_shaped(text) and is_short(text)
    if guess.intent and asks and guess.confidence >= ENOUGH_CONFIDENCE:
        return Resolution(guess.intent, min(guess.confidence, NEVER_CERTAIN))
    if guess.intent in _SAID_EARLY and guess.confidence >= SURE_EARLY and is_brief(text):
        return Resolution(guess.intent, min(guess.confidence, NEVER_CERTAIN))
    if guess.command and is_meant(guess.command, text, guess):
        return Resolution(guess.command, min(guess.confidence, NEVER_CERTAIN))
    return Resolution(FALLBACK, 1.0 - guess.confidence)


def resolve_named(text: str, guess: Guess, phrases: CommandPhrases, stage: str) -> Resolution:
    """Resolve a message typed while a team or one of the answers is asked for, at one of the stages in NAMED."""
    found = phrases.find(text)
    if found and found.certain:
        return Resolution(MEANT_BETWEEN.get(found.intent, found.intent), 1.0)
    plain = guess.intent in ("affirm", "deny", "thanks") and guess.confidence >= ENOUGH_CONFIDENCE
    if stage in ("edit", "remove") and guess.intent in _LEAVES and guess.confidence >= SURE_CONFIDENCE:
        return Resolution(guess.intent, min(guess.confidence, NEVER_CERTAIN))
    if stage == "mine" and guess.intent in LISTED and guess.confidence >= SURE_CONFIDENCE:
        return Resolution(guess.intent, min(guess.confidence, NEVER_CERTAIN))
    if plain or is_question(text, guess):
        return Resolution(guess.intent or FALLBACK, guess.confidence)
    return Resolution(NAMED[stage], 1.0)


def resolve_code(text: str, guess: Guess, phrases: CommandPhrases, words: Collection[str] = ()) -> Resolution:
    """Resolve a message typed while a return code is asked for: four words are a code, unless they are a command.

    words: those that return codes are made of. Where half a code of them stands, it is one, whatever stands around it.
    """
    typed = re.findall(r"[^\W\d_]+", text.lower())
    known = sum(word in words for word in typed)
    if (len(typed) == CODE_WORDS or 2 * known >= CODE_WORDS) and not phrases.find(text):
        return Resolution(FALLBACK, 1.0)
    return resolve_open(text, guess, phrases)


def _ask(command: str, text: str, start: int, guess: Guess, other: str | None = None) -> Resolution:
    return Resolution(UNSURE, guess.confidence, Doubt(MEANT.get(command, command), start, len(text), other))


def _act(command: str, text: str, start: int, _: Guess | None = None) -> Resolution:
    meant = MEANT.get(command, command)
    return Resolution(meant, GUESSED, Doubt(meant, start, len(text)))
