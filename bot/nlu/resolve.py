"""Decides whether a message is an answer or a command.

While somebody is answering a question, taking an answer for a command loses their words; taking a command for an answer
costs one more turn. So, then: a whole message that is a known phrase acts; a doubt asks; everything else is an answer.
Measured while designing: patterns alone find .53 of commands; with asking, .92; and no reflection is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from bot.nlu.phrases import CommandPhrases

REFLECTION: Final = "reflection"
UNSURE: Final = "unsure"
FALLBACK: Final = "nlu_fallback"
KEEP: Final = "keep"
AFFIRM: Final = "affirm"

#: A text is asked about from here on: all commands together against an answer. Those that resemble one another share a
#: text between them: one by one .74 were found, together .90 (cross-validated on data/nlu, at 7% false doubts).
DOUBT_LIKELIHOOD: Final = 0.6
#: They must also be worth something among all intents, for what is neither a command nor an answer.
DOUBT_SHARE: Final = 0.2
#: A longer message is an answer, whatever the classifier says: no command in the sets had more words.
DOUBT_WORDS: Final = 15
#: While an answer is asked for, an answer is this much likelier beforehand than the classifier takes it to be, which
#: weighs all intents alike. Cross-validated on data/nlu: false doubts on short answers .11 -> .07, recall .805 -> .800.
ANSWER_WEIGHT: Final = 3.0
#: A last sentence that reads like a command, and has no more words than this, is asked about. Chosen on the development
#: half: 20 of 21 commands at the end were found, and 2 in 100 last sentences of ordinary messages were asked about.
TRAILING_LIKELIHOOD: Final = 0.8
TRAILING_WORDS: Final = 12
#: After a comma the words must be a known phrase, and at least so many.
CLAUSE_WORDS: Final = 3
#: It takes more to interrupt an answer for a question to Waymark, or to act on a command without its phrase.
SURE_CONFIDENCE: Final = 0.5
#: Otherwise, below this Waymark says that it did not understand.
ENOUGH_CONFIDENCE: Final = 0.4

#: What a classifier's guess alone may raise a question about, besides questions to Waymark itself.
DOUBTED: Final = frozenset({"skip", "back", "pause", "change_theme", "finish", "support", "go_on", "let_go"})
#: While an answer is being given there is no summary yet: what these mean then.
MEANT: Final = {"edit": "back", "share_private": "save", "share_anonymous": "save", "share_team": "save"}
#: Between two questions these lose nothing, and are taken at their word.
HARMLESS: Final = frozenset({"affirm", "deny", "thanks", "greet", "keep_words", "leave_out", "rate"})
#: Decided on by components. A classifier that has met their names in the training data does not get to say them.
DECIDED: Final = frozenset({UNSURE, "distress", FALLBACK})
#: What typed words mean while something is asked for by its name, unless they are a command, a question, a yes or no.
NAMED: Final = {"team": "choose_team", "edit": "edit", "remove": "remove"}
#: Words in a return code.
CODE_WORDS: Final = 4

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_CLAUSE_END = re.compile(r"(?:,|;| -| –)\s+")
_QUESTION = re.compile(
    r"^\W*(?:who|whae|what|whit|when|where|how|hoo|which|is|are|am|do|does|did|can|could|will|would|should)\b",
    re.IGNORECASE,
)


class Guess(NamedTuple):
    """What the classifier takes a text for. Without a classifier the intent is None."""

    intent: str | None
    confidence: float
    answer: float = 0.0
    """The probability of an answer."""
    command: str | None = None
    """The likeliest of the commands that may be asked about, as it is meant while an answer is given."""
    commands: float = 0.0
    """The probability of all of them together: "done for today" is a bit of `finish` and a bit of `pause`."""

    @classmethod
    def from_chances(cls, chances: Mapping[str, float]) -> Guess:
        """Read the probability of each intent."""
        if not chances:
            return cls(None, 0.0)
        first = max(chances, key=lambda name: chances[name])
        doubted = {name: chance for name, chance in chances.items() if MEANT.get(name, name) in DOUBTED}
        best = max(doubted, key=lambda name: doubted[name]) if doubted else None
        command = MEANT.get(best, best) if best else None
        return cls(first, chances[first], chances.get(REFLECTION, 0.0), command, sum(doubted.values()))

    def while_answering(self) -> Guess:
        """Give the guess with the probability of an answer raised to what it is while one is asked for."""
        total = 1 + (ANSWER_WEIGHT - 1) * self.answer
        answer, confidence = ANSWER_WEIGHT * self.answer / total, self.confidence / total
        if self.intent is None or answer >= confidence:
            return self._replace(intent=REFLECTION, confidence=answer, answer=answer, commands=self.commands / total)
        return self._replace(confidence=confidence, answer=answer, commands=self.commands / total)

    @property
    def likelihood(self) -> float:
        """How likely some command is, against an answer (0 to 1)."""
        return self.commands / (self.commands + self.answer) if self.commands else 0.0


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
    """The intent decided on, how sure (0 to 1), and what is in doubt when the intent is ``unsure``."""

    intent: str
    confidence: float
    doubt: Doubt | None = None


def resolve_answer(
    text: str, guess: Guess, phrases: CommandPhrases, *, last: Guess | None = None, reopened: bool = False
) -> Resolution:
    """Resolve a message typed while a reflection is being asked for.

    last: what the classifier takes the last sentence for by itself, where there is more than one.
    reopened: the question has been answered before, so that there is something to keep.
    """
    guess = guess.while_answering()
    found = phrases.find(text)
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
    if trailing := find_trailing_command(text, phrases, last):
        return _ask(*trailing, guess)
    if guess.intent and _is_question(text, guess):
        return _ask(guess.intent, text, 0, guess)
    if guess.command and _may_be_command(text, guess):
        return _ask(guess.command, text, 0, guess)
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
    if guess.command and _may_be_command(text, guess):
        return _ask(guess.command, text, 0, guess)
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
    if plain or _is_question(text, guess):
        return Resolution(guess.intent or FALLBACK, guess.confidence)
    return Resolution(NAMED[stage], 1.0)


def resolve_code(text: str, guess: Guess, phrases: CommandPhrases) -> Resolution:
    """Resolve a message typed while a return code is asked for: four words are a code, unless they are a command."""
    if len(re.findall(r"[^\W\d_]+", text)) == CODE_WORDS and not phrases.find(text):
        return Resolution(FALLBACK, 1.0)
    return resolve_open(text, guess, phrases)


def find_last_sentence(text: str) -> int:
    """Give where the last sentence of a text starts; 0 when there is only one."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text.rstrip())]
    return ends[-1] if ends else 0


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
        last = last.while_answering()
        intent = last.command if last.commands >= DOUBT_SHARE and last.likelihood >= TRAILING_LIKELIHOOD else None
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


def _count_letters(text: str) -> int:
    return len(re.findall(r"[^\W_]", text))


def _is_short(text: str) -> bool:
    return len(text.split()) <= DOUBT_WORDS


def _may_be_command(text: str, guess: Guess) -> bool:
    return _is_short(text) and guess.commands >= DOUBT_SHARE and guess.likelihood >= DOUBT_LIKELIHOOD


def _is_question(text: str, guess: Guess) -> bool:
    if guess.intent is None or not guess.intent.startswith("ask_") or not _is_short(text):
        return False
    shaped = text.rstrip().endswith("?") or _QUESTION.match(text) is not None
    return shaped and guess.confidence >= SURE_CONFIDENCE


def _ask(command: str, text: str, start: int, guess: Guess) -> Resolution:
    return Resolution(UNSURE, guess.confidence, Doubt(MEANT.get(command, command), start, len(text)))
