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

from bot.content.sentences import find_last_sentence
from bot.nlu.directed import Directions
from bot.nlu.english import is_of_work, opens_question, read_asked_word
from bot.nlu.guess import (
    ASKED_WORD,
    CHOOSE_ANY,
    COMMANDS,
    ENOUGH_CONFIDENCE,
    ENOUGH_OF_ONE,
    EXAMPLE,
    MEANING,
    MEANT,
    MEANT_BETWEEN,
    OTHER_WAY,
    OUTSIDE,
    QUESTION,
    REFLECTION,
    TOO_HARD,
    Guess,
)
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
#: What a guess may do at once: the words are held with the turn, and nothing is published, deleted or taken out.
ACTS_ON_GUESS: Final = frozenset(
    {
        *("skip", "back", "pause", "go_on", "change_theme", "finish", "support", "read_back", "resume", "help_choose"),
        *(EXAMPLE, OTHER_WAY, TOO_HARD),
    }
)
#: It does so where the text lies this far on the side of commands (``Guess.told``) and the classifier is so sure of one
#: among them (``Guess.clear``): the farther, the less; and this sure of some command (``Guess.likelihood``). Chosen by
#: cross-validation on data/nlu: docs/understanding.md.
ACT_FROM: Final = ((1.1, 0.4), (0.75, 0.48), (0.5, 0.8))
ACT_LIKELIHOOD: Final = 0.7
#: What editors listed under `asks` needs as much as this.
ACT_FAR: Final = 1.1
#: A question to Waymark, which no answer is, is answered at once from this much for it (``Guess.one``).
ACT_QUESTION: Final = 0.4
#: It takes this much where it speaks of others: "who reads these reports anyway".
ACT_QUESTION_OF_WORK: Final = 0.6
#: "What does trust mean" has an answer of its own where the classifier is this sure; any other word is looked up.
KNOWN_WORD: Final = 0.6
#: At the end of an answer these may act at once; any other command there is asked about.
ENDS_AT_ONCE: Final = frozenset({"support", "change_theme"})
#: Known phrases and guesses that act say so by less than 1.0: the distress screen heeds them as it heeds an answer.
GUESSED: Final = 0.98
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
_NOTHING_TO_ADD: Final = frozenset({"finish", "skip", "go_on", TOO_HARD})
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

    With any other intent a ``doubt`` says that it is acted on, and where the wish begins: what stands before it is an
    answer, and where nothing does the whole may be one. ``question``: the one that a wish to change an answer, or to
    add to it, names. ``word``: where the word stands whose meaning is asked.
    """

    intent: str
    confidence: float
    doubt: Doubt | None = None
    question: str | None = None
    word: tuple[int, int] | None = None


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
    known = guess.one >= KNOWN_WORD and guess.intent != QUESTION + MEANING
    if (word := read_asked_word(text)) and not found and not known:
        return Resolution(ASKED_WORD, 1.0, word=word)
    if found and found.certain and found.intent not in phrases.ask_first and not phrases.may_be_answer(text):
        return Resolution(found.intent, 1.0)
    if found and found.intent == CHOOSE_ANY:  # there is nothing to choose here
        return _ask("skip", text, 0, guess)
    if found and (found.intent == TOO_HARD or _is_plain(found.intent, text, guess)):
        return _act(found.intent, text, 0)
    if found:
        return _ask(found.intent, text, 0, guess)
    if (trailing := find_trailing_command(text, phrases, last)) and not (trailing.clause and _is_one_wish(text, guess)):
        return (_act if trailing.at_once else _ask)(trailing.command, text, trailing.start, guess)
    if guess.intent and _is_question(text, guess):
        return (_act if _is_asked(text, guess) else _ask)(guess.intent, text, 0, guess)
    if guess.command and _is_meant(guess.command, text, guess):
        return _act(guess.command, text, 0)
    if guess.command and _may_be_command(text, guess):
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
    if guess.intent and _is_question(text, guess):
        return Resolution(guess.intent, guess.confidence)
    if guess.command and _may_be_command(text, guess):
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
    enough = SURE_CONFIDENCE if guess.intent in COMMANDS else ENOUGH_CONFIDENCE
    if guess.intent and guess.intent not in DECIDED and guess.confidence >= enough:
        return Resolution(guess.intent, min(guess.confidence, NEVER_CERTAIN))
    return Resolution(FALLBACK, 1.0 - guess.confidence)


def resolve_named(text: str, guess: Guess, phrases: CommandPhrases, stage: str) -> Resolution:
    """Resolve a message typed while a team or one of the answers is asked for, at one of the stages in NAMED."""
    found = phrases.find(text)
    if found and found.certain:
        return Resolution(MEANT_BETWEEN.get(found.intent, found.intent), 1.0)
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


class Trailing(NamedTuple):
    """A command at the end of a longer message, where it starts, and whether it is sure enough to act at once."""

    command: str
    start: int
    at_once: bool = False
    clause: bool = False
    """It stands after a comma or a dash, not after a full stop."""


def find_trailing_command(text: str, phrases: CommandPhrases, last: Guess | None) -> Trailing | None:
    """Find a command, or a question to Waymark, that is the last sentence of a longer message.

    Single words do not count: "Breathe. Pause." is an answer. Where what stands before is a command too, or next to
    nothing, the whole text is the command ("Sorry. Can we stop?"), and it starts at 0.
    """
    start = find_last_sentence(text)
    words = text[start:].split()
    if not start or len(words) < 2:
        return _find_trailing_clause(text, phrases)
    before, end = text[:start], text[start:]
    begins = 0 if len(before.split()) < 2 or phrases.find(before) is not None else start
    found = phrases.find(end)
    if found and found.certain and found.intent not in (KEEP, AFFIRM):
        known = found.intent in ENDS_AT_ONCE or found.intent.startswith(QUESTION)
        at_once = known and len(words) >= CLAUSE_WORDS and not phrases.may_be_answer(end)
        return Trailing(found.intent, begins, at_once)
    if last is None or len(words) > TRAILING_WORDS:
        return _find_trailing_clause(text, phrases)
    last = last.while_answering()
    if last.intent and opens_question(end) and _is_question(end, last) and last.one >= ACT_QUESTION:
        return Trailing(last.intent, begins, _is_asked(end, last))
    if last.command and last.commands >= DOUBT_SHARE and last.told >= TRAILING_FROM:
        at_once = last.command in ENDS_AT_ONCE and opens_question(end) and _is_meant(last.command, end, last)
        return Trailing(last.command, begins, at_once)
    return _find_trailing_clause(text, phrases)


def _find_trailing_clause(text: str, phrases: CommandPhrases) -> Trailing | None:
    """Find a known phrase of three words or more after the last comma or dash: "We share lunch, can we go back"."""
    start = max((match.end() for match in _CLAUSE_END.finditer(text)), default=0)
    found = phrases.find(text[start:]) if start and len(text[start:].split()) >= CLAUSE_WORDS else None
    if found is None or not found.certain or found.intent in (KEEP, AFFIRM) or len(text[:start].split()) < 2:
        return None
    return Trailing(found.intent, start, clause=True)


def _is_meant(command: str, text: str, guess: Guess) -> bool:
    """Whether a guess is sure enough to act on, and names the command."""
    if command not in ACTS_ON_GUESS or guess.command != command or len(text.split()) == 1 or is_of_work(text):
        return False
    if guess.intent and guess.intent.startswith(QUESTION) and is_shaped(text) and guess.confidence > guess.commands:
        return False  # "can i do two themes"
    enough = any(guess.told >= told and guess.clear >= clear for told, clear in ACT_FROM)
    return enough and guess.likelihood >= ACT_LIKELIHOOD and is_short(text)


def _is_plain(command: str, text: str, guess: Guess) -> bool:
    """Whether a phrase that editors want to be asked about is plainly meant; "keep going" may be all of an answer."""
    return command != "go_on" and guess.told >= ACT_FAR and _is_meant(command, text, guess)


def _is_one_wish(text: str, guess: Guess) -> bool:
    """Whether a message is a wish as a whole: "can i go to the previous question, i want to fix something"."""
    return guess.command is not None and guess.told >= ACT_FAR and _is_meant(guess.command, text, guess)


def _is_asked(text: str, guess: Guess) -> bool:
    """Whether a question to Waymark is sure enough to be answered at once."""
    enough = ACT_QUESTION_OF_WORK if is_of_work(text) else ACT_QUESTION
    return guess.one >= enough and guess.intent != QUESTION + OUTSIDE


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


def _act(command: str, text: str, start: int, _: Guess | None = None) -> Resolution:
    meant = MEANT.get(command, command)
    return Resolution(meant, GUESSED, Doubt(meant, start, len(text)))
