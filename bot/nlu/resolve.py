"""Decides whether a message is an answer or a command.

While somebody is answering a question, taking an answer for a command loses their words; taking a command for an answer
costs one more turn. So, then: a whole message that is a known phrase acts; a doubt asks; everything else is an answer.
Measured while designing: patterns alone find .53 of commands; with asking, .92; and no reflection is lost.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final, NamedTuple

from bot.content.sentences import find_last_sentence
from bot.nlu.directed import Directions
from bot.nlu.guess import COMMANDS, ENOUGH_CONFIDENCE, ENOUGH_OF_ONE, MEANT, QUESTION, REFLECTION, Guess
from bot.nlu.phrases import CommandPhrases
from bot.nlu.shape import count_letters, is_shaped, is_short

UNSURE: Final = "unsure"
FALLBACK: Final = "nlu_fallback"
KEEP: Final = "keep"
AFFIRM: Final = "affirm"

#: A text is asked about from here on (``Guess.told``), where commands begin, or where the classifier is this sure
#: (``Guess.likelihood``): chosen by cross-validation on data/nlu. Lower finds a few more commands, and asks about more
#: of what people tell of themselves: docs/understanding.md.
DOUBT_FROM: Final = 0.0
DOUBT_LIKELIHOOD: Final = 0.8
#: The classifier alone is not enough where the other model is this sure of an answer.
DOUBT_UNLESS: Final = -0.25
#: One word alone needs this much.
ALONE_FROM: Final = 0.5
#: Commands must also be worth something among all intents, for what is neither a command nor an answer.
DOUBT_SHARE: Final = 0.1
#: A last sentence that reads like a command, and has no more words than this, is asked about; it takes more than for a
#: whole message, because an answer stands before it. Of 200 ordinary messages 3 were asked about for this.
TRAILING_FROM: Final = 0.5
TRAILING_WORDS: Final = 12
#: After a comma the words must be a known phrase, and at least so many.
CLAUSE_WORDS: Final = 3
#: It takes more to interrupt an answer for a question to Waymark, or to act on a command without its phrase.
SURE_CONFIDENCE: Final = 0.5
#: Between two questions these lose nothing, and are taken at their word.
HARMLESS: Final = frozenset(
    {"affirm", "deny", "thanks", "kind_words", "annoyed", "greet", "keep_words", "leave_out", "rate"}
)
#: Decided on by components. A classifier that has met their names in the training data does not get to say them.
DECIDED: Final = frozenset({UNSURE, "meant", "distress", FALLBACK, "pick", "reminder_due"})
#: What typed words mean while something is asked for by its name, unless they are a command, a question, a yes or no.
NAMED: Final = {"team": "choose_team", "edit": "edit", "remove": "remove", "mine": "pick"}
#: What else the classifier may say of words typed below the list of one's own reflections.
LISTED: Final = frozenset({"withdraw", "withdraw_all", "my_reflections", "take_away", "return_code", "start", "let_go"})
#: The intent of a wish for a named answer (bot.nlu.directed).
_WISHED: Final = {"add": "add_more", "change": "edit", "move": "move_words"}
#: What "that's all", "no" and "ok" are taken for, where nobody is asked what to add.
_NOTHING_TO_ADD: Final = frozenset({"finish", "skip", "go_on"})
#: Words in a return code.
CODE_WORDS: Final = 4

_CLAUSE_END = re.compile(r"(?:,|;| -| –)\s+")
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

    ``question``: the one that a wish to change an answer, or to add to it, names.
    """

    intent: str
    confidence: float
    doubt: Doubt | None = None
    question: str | None = None


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
    last: Guess | None = None,
    reopened: bool = False,
    adding: bool = False,
) -> Resolution:
    """Resolve a message typed while a reflection is being asked for.

    last: what the classifier takes the last sentence for by itself, where there is more than one.
    reopened: the question has been answered before, so that there is something to keep.
    adding: the person was asked what to add to it, so that "that's all" means no more than that.
    """
    guess = guess.while_answering()
    found = phrases.find(text)
    if adding and found and not found.certain and found.intent in _NOTHING_TO_ADD:
        return Resolution(KEEP, 1.0)
    if count_letters(text) < 2:  # dots, a thumb, "x"
        return _ask("skip", text, 0, guess)
    if found and found.intent == AFFIRM:
        return Resolution(REFLECTION, 1.0)
    if found and found.intent == KEEP:
        return Resolution(KEEP if reopened else REFLECTION, 1.0)
    if found and found.certain and found.intent not in phrases.ask_first and not phrases.may_be_answer(text):
        return Resolution(found.intent, 1.0)
    if found:
        return _ask(found.intent, text, 0, guess)
    if trailing := find_trailing_command(text, phrases, last):
        return _ask(*trailing, guess)
    if guess.intent and _is_question(text, guess):
        return _ask(guess.intent, text, 0, guess)
    if guess.command and _may_be_command(text, guess):
        return _ask(guess.command, text, 0, guess, guess.other)
    return Resolution(REFLECTION, 1.0)


def resolve_between(text: str, guess: Guess, phrases: CommandPhrases) -> Resolution:
    """Resolve a message typed in a reflection while no open question waits: after an interruption, or at the rating.

    What is not a command, a question or a plain yes or no may still be an answer that came late; it is never dropped.
    """
    found = phrases.find(text)
    if found and found.certain:
        return Resolution(found.intent, 1.0)
    if not count_letters(text):
        return Resolution(FALLBACK, 1.0)
    guess = guess.while_answering()
    if guess.intent in HARMLESS and is_short(text) and guess.confidence >= ENOUGH_CONFIDENCE:
        return Resolution(guess.intent, guess.confidence)
    if guess.intent and _is_question(text, guess):
        return Resolution(guess.intent, guess.confidence)
    if guess.command and _may_be_command(text, guess):
        return _ask(guess.command, text, 0, guess, guess.other)
    return Resolution(REFLECTION, 1.0)


def resolve_open(text: str, guess: Guess, phrases: CommandPhrases) -> Resolution:
    """Resolve a message typed at any other time: a known phrase, else the classifier if it is sure enough."""
    found = phrases.find(text)
    if found and found.certain:
        return Resolution(found.intent, 1.0)
    if not count_letters(text):
        return Resolution(FALLBACK, 1.0)
    enough = SURE_CONFIDENCE if guess.intent in COMMANDS else ENOUGH_CONFIDENCE
    if guess.intent and guess.intent not in DECIDED and guess.confidence >= enough:
        return Resolution(guess.intent, min(guess.confidence, NEVER_CERTAIN))
    return Resolution(FALLBACK, 1.0 - guess.confidence)


def resolve_named(text: str, guess: Guess, phrases: CommandPhrases, stage: str) -> Resolution:
    """Resolve a message typed while a team or one of the answers is asked for, at one of the stages in NAMED."""
    found = phrases.find(text)
    if found and found.certain:
        return Resolution(found.intent, 1.0)
    plain = guess.intent in ("affirm", "deny", "thanks") and guess.confidence >= ENOUGH_CONFIDENCE
    if stage == "mine" and guess.intent in LISTED and guess.confidence >= SURE_CONFIDENCE:
        return Resolution(guess.intent, min(guess.confidence, NEVER_CERTAIN))
    if plain or _is_question(text, guess):
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


def find_trailing_command(text: str, phrases: CommandPhrases, last: Guess | None) -> tuple[str, str, int] | None:
    """Find a command that is the last sentence of a longer message; give its intent, the text and where it starts.

    Single words do not count: "Breathe. Pause." is an answer. Where what stands before is a command too, or next to
    nothing, the whole text is the command ("Sorry. Can we stop?"), and it starts at 0.
    """
    start = find_last_sentence(text)
    words = text[start:].split()
    if not start or len(words) < 2:
        return _find_trailing_clause(text, phrases)
    found = phrases.find(text[start:])
    intent = found.intent if found and found.certain and found.intent not in (KEEP, AFFIRM) else None
    if intent is None and last is not None and len(words) <= TRAILING_WORDS:
        intent = last.command if last.commands >= DOUBT_SHARE and last.told >= TRAILING_FROM else None
    if intent is None:
        return _find_trailing_clause(text, phrases)
    before = text[:start]
    nothing = len(before.split()) < 2 or phrases.find(before) is not None
    return intent, text, 0 if nothing else start


def _find_trailing_clause(text: str, phrases: CommandPhrases) -> tuple[str, str, int] | None:
    """Find a known phrase of three words or more after the last comma or dash: "We share lunch, can we go back"."""
    start = max((match.end() for match in _CLAUSE_END.finditer(text)), default=0)
    found = phrases.find(text[start:]) if start and len(text[start:].split()) >= CLAUSE_WORDS else None
    if found is None or not found.certain or found.intent in (KEEP, AFFIRM) or len(text[:start].split()) < 2:
        return None
    return found.intent, text, start


def _may_be_command(text: str, guess: Guess) -> bool:
    told = guess.told >= DOUBT_FROM and guess.commands >= DOUBT_SHARE
    sure = guess.likelihood >= DOUBT_LIKELIHOOD and guess.commands >= SURE_CONFIDENCE and guess.told >= DOUBT_UNLESS
    if len(text.split()) == 1:  # "tea" may be all that somebody says is good
        return told and guess.told >= ALONE_FROM
    return is_short(text) and (told or sure)


def _is_question(text: str, guess: Guess) -> bool:
    if guess.intent is None or not guess.intent.startswith(QUESTION) or not is_short(text):
        return False
    return is_shaped(text) and guess.confidence >= SURE_CONFIDENCE and guess.one >= ENOUGH_OF_ONE


def _ask(command: str, text: str, start: int, guess: Guess, other: str | None = None) -> Resolution:
    return Resolution(UNSURE, guess.confidence, Doubt(MEANT.get(command, command), start, len(text), other))
