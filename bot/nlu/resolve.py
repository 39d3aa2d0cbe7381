"""Decides whether a message is an answer or a command.

While somebody is answering a question, taking an answer for a command loses their words; taking a command for an answer
costs one more turn. So, then: a whole message that is a known phrase acts; a doubt asks; everything else is an answer.
Measured while designing: patterns alone find .53 of commands; with asking, .92; and no reflection is lost.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final, NamedTuple

from bot.nlu.directed import Directions
from bot.nlu.phrases import Command, CommandPhrases

REFLECTION: Final = "reflection"
UNSURE: Final = "unsure"
FALLBACK: Final = "nlu_fallback"
KEEP: Final = "keep"
AFFIRM: Final = "affirm"

#: Below this the classifier's word is not worth a question.
DOUBT_CONFIDENCE: Final = 0.35
#: A longer message is an answer, whatever the classifier says: no command in the sets had more words.
DOUBT_WORDS: Final = 15
#: While an answer is asked for, an answer is this much likelier beforehand than the classifier takes it to be, which
#: weighs all intents alike. Cross-validated on data/nlu: false doubts on short answers .11 -> .07, recall .805 -> .800.
ANSWER_WEIGHT: Final = 3.0
#: It takes more to interrupt an answer for a question to Waymark, or to act on a command without its phrase.
SURE_CONFIDENCE: Final = 0.5
#: A question to Waymark is decided on by its own name, with this before it.
QUESTION: Final = "ask_"
#: The name of what Waymark has no answer to.
OUTSIDE: Final = "outside"
#: Of all that speaks for a question to Waymark, at least this much speaks for one of them; else it is one that we have
#: no answer to ("who is my MP"), or no question to us ("who decides the rota?").
ENOUGH_OF_ONE: Final = 0.2
#: From here on a question is answered in the middle of an answer without asking whether it is one.
SURE_OF_ONE: Final = 0.6
#: What is not shaped like a question needs this much to be one: "lived experience" names a theme.
SURE_WITHOUT_SHAPE: Final = 0.75
#: Otherwise, below this Waymark says that it did not understand.
ENOUGH_CONFIDENCE: Final = 0.4

#: What a classifier's guess alone may raise a question about, besides questions to Waymark itself.
DOUBTED: Final = frozenset({"skip", "back", "pause", "change_theme", "finish", "support", "go_on", "let_go"})
#: While an answer is being given there is no summary yet: what these mean then.
MEANT: Final = {"edit": "back", "share_private": "save", "share_anonymous": "save", "share_team": "save"}
#: Between two questions these lose nothing, and are taken at their word.
HARMLESS: Final = frozenset(
    {"affirm", "deny", "thanks", "kind_words", "annoyed", "greet", "keep_words", "leave_out", "rate"}
)
#: Decided on by components. A classifier that has met their names in the training data does not get to say them.
DECIDED: Final = frozenset({UNSURE, "distress", FALLBACK, "pick"})
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

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_QUESTION = re.compile(
    r"(?:^|, )\W*(?:(?:so|and|but|ok|eh|for|roughly|exactly|suppose|i'd like to know|i want to know) )?"
    r"(?:who|whose|whae|what|whats|whit|when|where|why|how|hoo|which|is|are|am|was|were|do|does|did|have|has|can|could|"
    r"may|might|must|will|would|shall|should|if i|explain|define|tell me|remind me|list)\b",
    re.IGNORECASE,
)


class Guess(NamedTuple):
    """The classifier's first intent (None without a classifier), its probability, and the probability of an answer.

    one: for a question to Waymark (the intent is then ``ask_<name>``) the probability of this one question; the
    confidence is that of any.
    """

    intent: str | None
    confidence: float
    answer: float = 0.0
    one: float = 0.0

    def while_answering(self) -> Guess:
        """Give the guess with the probability of an answer raised to what it is while one is asked for."""
        total = 1 + (ANSWER_WEIGHT - 1) * self.answer
        answer = ANSWER_WEIGHT * self.answer / total
        if self.intent is None or answer >= self.confidence / total:
            return Guess(REFLECTION, answer, answer)
        return Guess(self.intent, self.confidence / total, answer, self.one / total)


#: 1.0 says that a known phrase was typed. What publishes or deletes asks for that, so a guess stays below.
NEVER_CERTAIN: Final = 0.99


class Doubt(NamedTuple):
    """A command that the message may hold, and where: characters ``start`` to ``end`` (exclusive) of the text.

    ``start`` above 0: what stands before it is an answer.
    """

    command: str
    start: int
    end: int


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
    text: str, guess: Guess, phrases: CommandPhrases, *, reopened: bool = False, adding: bool = False
) -> Resolution:
    """Resolve a message typed while a reflection is being asked for.

    reopened: the question has been answered before, so that there is something to keep.
    adding: the person was asked what to add to it, so that "that's all" means no more than that.
    """
    guess = guess.while_answering()
    found = phrases.find(text)
    if adding and found and not found.certain and found.intent in _NOTHING_TO_ADD:
        return Resolution(KEEP, 1.0)
    if _count_letters(text) < 2:  # dots, a thumb, "x"
        return _ask("skip", text, 0, guess)
    if found and found.intent == AFFIRM:
        return Resolution(REFLECTION, 1.0)
    if found and found.intent == KEEP:
        return Resolution(KEEP if reopened else REFLECTION, 1.0)
    if found and found.certain and found.intent not in phrases.ask_first:
        return Resolution(found.intent, 1.0)
    if found:
        return _ask(found.intent, text, 0, guess)
    if trailing := find_trailing_command(text, phrases):
        command, start = trailing
        return _ask(command.intent, text, start, guess)
    if _is_question(text, guess) and _is_surely_ours(text, guess):
        return Resolution(guess.intent or FALLBACK, guess.confidence)
    if guess.intent and (_may_be_command(text, guess) or _is_question(text, guess)):
        return _ask(guess.intent, text, 0, guess)
    return Resolution(REFLECTION, 1.0)


def resolve_between(text: str, guess: Guess, phrases: CommandPhrases) -> Resolution:
    """Resolve a message typed in a reflection while no open question waits: after an interruption, or at the rating.

    What is not a command, a question or a plain yes or no may still be an answer that came late; it is never dropped.
    """
    found = phrases.find(text)
    if found and found.certain:
        return Resolution(found.intent, 1.0)
    if not _count_letters(text):
        return Resolution(FALLBACK, 1.0)
    guess = guess.while_answering()
    if guess.intent in HARMLESS and _is_short(text) and guess.confidence >= ENOUGH_CONFIDENCE:
        return Resolution(guess.intent, guess.confidence)
    if guess.intent and _is_question(text, guess):
        return Resolution(guess.intent, guess.confidence)
    if guess.intent and _may_be_command(text, guess):
        return _ask(guess.intent, text, 0, guess)
    return Resolution(REFLECTION, 1.0)


def resolve_open(text: str, guess: Guess, phrases: CommandPhrases) -> Resolution:
    """Resolve a message typed at any other time: a known phrase, else the classifier if it is sure enough."""
    found = phrases.find(text)
    if found and found.certain:
        return Resolution(found.intent, 1.0)
    if not _count_letters(text):
        return Resolution(FALLBACK, 1.0)
    enough = SURE_CONFIDENCE if guess.intent in DOUBTED else ENOUGH_CONFIDENCE
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


def find_trailing_command(text: str, phrases: CommandPhrases) -> tuple[Command, int] | None:
    """Find a command that is the last sentence of a longer message; give it and where it starts.

    Single words do not count: "Breathe. Pause." is an answer.
    """
    starts = [0] + [match.end() for match in _SENTENCE_END.finditer(text.rstrip())]
    if len(starts) < 2:
        return None
    last = text[starts[-1] :]
    found = phrases.find(last)
    if found is None or not found.certain or found.intent in (KEEP, AFFIRM) or len(last.split()) < 2:
        return None
    return found, starts[-1]


def _count_letters(text: str) -> int:
    return len(re.findall(r"[^\W_]", text))


def _is_short(text: str) -> bool:
    return len(text.split()) <= DOUBT_WORDS


def _may_be_command(text: str, guess: Guess) -> bool:
    meant = MEANT.get(guess.intent or "", guess.intent)
    return meant in DOUBTED and _is_short(text) and guess.confidence >= DOUBT_CONFIDENCE


def _is_question(text: str, guess: Guess) -> bool:
    if guess.intent is None or not guess.intent.startswith(QUESTION) or not _is_short(text):
        return False
    return is_shaped(text) and guess.confidence >= SURE_CONFIDENCE and guess.one >= ENOUGH_OF_ONE


def _is_surely_ours(text: str, guess: Guess) -> bool:
    """Whether a question has an answer of ours, so surely that nobody need be asked whether they meant it."""
    return guess.intent != QUESTION + OUTSIDE and guess.one >= SURE_OF_ONE and not _goes_on(text)


def is_shaped(text: str) -> bool:
    """Whether a text has the shape of a question: its mark at the end, or one sentence that begins as questions do."""
    return text.rstrip().endswith("?") or (_QUESTION.search(text) is not None and not _goes_on(text))


def _goes_on(text: str) -> bool:
    """Whether there is more than one sentence: "Who decides the rota? Nobody knows." answers itself."""
    return len(_SENTENCE_END.split(text.strip())) > 1


def _ask(command: str, text: str, start: int, guess: Guess) -> Resolution:
    return Resolution(UNSURE, guess.confidence, Doubt(MEANT.get(command, command), start, len(text)))
