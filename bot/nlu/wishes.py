"""How sure is sure enough: whether a guess may act, is asked about, or counts for nothing while an answer is given.

``bot.nlu.resolve`` decides by these. The thresholds were chosen by cross-validation: docs/understanding.md.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from bot.content.sentences import find_last_sentence
from bot.nlu.english import is_of_work, opens_question
from bot.nlu.guess import ENOUGH_OF_ONE, EXAMPLE, OTHER_WAY, OUTSIDE, QUESTION, TOO_HARD, Guess
from bot.nlu.phrases import CommandPhrases
from bot.nlu.shape import is_shaped, is_short

KEEP: Final = "keep"
AFFIRM: Final = "affirm"

#: A text is asked about from here on (``Guess.told``), where commands begin, or where the classifier is this sure
#: (``Guess.likelihood``): chosen by cross-validation on data/nlu. Lower finds a few more commands, and asks about more
#: of what people tell of themselves: docs/understanding.md.
DOUBT_FROM: Final = -0.05
DOUBT_LIKELIHOOD: Final = 0.8
#: The classifier alone is not enough where the other model is this sure of an answer.
DOUBT_UNLESS: Final = 0.0
#: One word alone needs this much.
ALONE_FROM: Final = 0.5
#: What a guess may do at once: the words are held with the turn, nothing is published or deleted, and what is taken out
#: is brought back with one tap.
ACTS_ON_GUESS: Final = frozenset(
    {
        *("skip", "back", "pause", "go_on", "change_theme", "finish", "support", "read_back", "resume", "help_choose"),
        *(EXAMPLE, OTHER_WAY, TOO_HARD, "scrap", "save"),
    }
)
#: It does so where the text lies this far on the side of commands (``Guess.told``) and the classifier is so sure of one
#: among them (``Guess.clear``), and this sure of some command (``Guess.likelihood``). Chosen by leaving out one writer
#: of data/nlu/more_voices.yml at a time: docs/understanding.md.
ACT_FROM: Final = (0.4, 0.55)
ACT_LIKELIHOOD: Final = 0.7
#: It takes more where a text speaks of others: "hold on, a tenant is at the desk", "hold the meeting without the boss".
ACT_FROM_OF_WORK: Final = (0.6, 0.55)
#: For support as much as this, to act and to ask: who tells of a hard time answers, and has support always in reach.
#: To ask whether something is too hard takes as much: "I have an eating disorder that nobody here knows about".
ACT_SUPPORT: Final = 1.1
ASK_SUPPORT: Final = 0.4
#: What editors listed under `asks` needs as much as this.
ACT_FAR: Final = 1.1
#: A question to Waymark is answered at once from this much for it (``Guess.one``), or from less where it is this sure
#: that it is some question to Waymark. It takes more where it speaks of others: "who reads these reports anyway".
ACT_QUESTION: Final = 0.5
ACT_QUESTION_AMONG_ALL: Final = (0.25, 0.9)
ACT_QUESTION_OF_WORK: Final = (0.6, 0.92)
#: What reads as an answer is one: "who does what".
ACT_QUESTION_TOLD: Final = -0.5
#: Without the shape of a question ("foo lang will this tak") it takes as much as this.
SURE_OF_SHAPELESS: Final = 0.8
MOST_SHAPELESS: Final = 8
#: "What does trust mean" has an answer of its own where the classifier is this sure; any other word is looked up.
KNOWN_WORD: Final = 0.6
#: At the end of an answer these may act at once; any other command there is asked about.
ENDS_AT_ONCE: Final = frozenset({"support", "change_theme"})
#: Commands must also be worth something among all intents, for what is neither a command nor an answer.
DOUBT_SHARE: Final = 0.1
#: A last sentence that reads like a command, and has no more words than this, is asked about; it takes more than for a
#: whole message, because an answer stands before it. Of 200 ordinary messages 3 were asked about for this.
TRAILING_FROM: Final = 0.5
TRAILING_WORDS: Final = 12
#: What stands before a wish is the reason for it, and no answer, from here on.
REASON_FROM: Final = 0.3
#: A wish before the last sentence takes this much; and the last sentence is its reason from here on.
LEADING_FROM: Final = 1.0
LEADING_REASON: Final = 0.0
#: After a comma the words must be a known phrase, and at least so many.
CLAUSE_WORDS: Final = 3
#: It takes more to interrupt an answer for a question to Waymark, or to act on a command without its phrase.
SURE_CONFIDENCE: Final = 0.5

_CLAUSE_END = re.compile(r"(?:,|;| -| –)\s+")


class Trailing(NamedTuple):
    """A command at the end of a longer message, where it starts, and whether it is sure enough to act at once."""

    command: str
    start: int
    at_once: bool = False
    clause: bool = False
    """It stands after a comma or a dash, not after a full stop."""


class Parts(NamedTuple):
    """What the classifier takes the last sentence of a message for, and what is before it; None: it did not look."""

    before: Guess | None = None
    last: Guess | None = None


NO_PARTS: Final = Parts()


def find_leading_command(text: str, parts: Parts) -> Trailing | None:
    """Find a wish before the last sentence, which gives the reason: "How much longer is this? I have a meeting at two."

    It takes more than a wish that stands alone; and where the reason reads like an answer, it is asked about.
    """
    before = text[: find_last_sentence(text)].strip()
    if not before or parts.before is None or parts.last is None:
        return None
    first, at_once = parts.before.while_answering(), parts.last.told >= LEADING_REASON
    if first.intent and is_question(before, first) and is_asked(before, first):
        return Trailing(first.intent, 0, at_once)
    if first.command and first.told >= LEADING_FROM and is_meant(first.command, before, first):
        return Trailing(first.command, 0, at_once)
    return None


def find_trailing_command(text: str, phrases: CommandPhrases, parts: Parts) -> Trailing | None:
    """Find a command, or a question to Waymark, that is the last sentence of a longer message.

    Single words do not count: "Breathe. Pause." is an answer. Where what stands before is a command too, or next to
    nothing, the whole text is the command ("Sorry. Can we stop?"), and it starts at 0.
    """
    start = find_last_sentence(text)
    words = text[start:].split()
    if not start or len(words) < 2:
        return _find_trailing_clause(text, phrases)
    before, end = text[:start], text[start:]
    alone = len(before.split()) < 2 or phrases.find(before) is not None
    alone = alone or (parts.before is not None and parts.before.told >= REASON_FROM)
    begins, last = 0 if alone else start, parts.last
    found = phrases.find(end)
    if found and found.certain and found.intent not in (KEEP, AFFIRM):
        at_end = ACTS_ON_GUESS if alone else ENDS_AT_ONCE
        known = found.intent in at_end or found.intent.startswith(QUESTION)
        at_once = known and len(words) >= CLAUSE_WORDS and not phrases.may_be_answer(end)
        return Trailing(found.intent, begins, at_once)
    if last is None or len(words) > TRAILING_WORDS:
        return _find_trailing_clause(text, phrases)
    last = last.while_answering()
    if last.intent and opens_question(end) and is_question(end, last) and last.one >= ACT_QUESTION:
        return Trailing(last.intent, begins, is_asked(end, last))
    if last.command and last.commands >= DOUBT_SHARE and last.told >= TRAILING_FROM:
        sure = alone or (last.command in ENDS_AT_ONCE and opens_question(end))
        at_once = sure and is_meant(last.command, end, last)
        return Trailing(last.command, begins, at_once)
    return _find_trailing_clause(text, phrases)


def _find_trailing_clause(text: str, phrases: CommandPhrases) -> Trailing | None:
    """Find a known phrase of three words or more after the last comma or dash: "We share lunch, can we go back"."""
    start = max((match.end() for match in _CLAUSE_END.finditer(text)), default=0)
    found = phrases.find(text[start:]) if start and len(text[start:].split()) >= CLAUSE_WORDS else None
    if found is None or not found.certain or found.intent in (KEEP, AFFIRM) or len(text[:start].split()) < 2:
        return None
    at_once = found.intent in ENDS_AT_ONCE and not phrases.may_be_answer(text[start:])
    return Trailing(found.intent, start, at_once, clause=True)


def is_meant(command: str, text: str, guess: Guess) -> bool:
    """Whether a guess is sure enough to act on, and names the command."""
    if command not in ACTS_ON_GUESS or guess.command != command or len(text.split()) == 1:
        return False
    if guess.intent and guess.intent.startswith(QUESTION) and is_shaped(text) and guess.confidence > guess.commands:
        return False  # "can i do two themes"
    told, clear = ACT_FROM_OF_WORK if is_of_work(text) else ACT_FROM
    told = max(told, ACT_SUPPORT) if command == "support" else told
    return guess.told >= told and guess.clear >= clear and guess.likelihood >= ACT_LIKELIHOOD and is_short(text)


def is_plain(command: str, text: str, guess: Guess) -> bool:
    """Whether a phrase that editors want to be asked about is plainly meant; "keep going" may be all of an answer."""
    return command != "go_on" and guess.told >= ACT_FAR and is_meant(command, text, guess)


def is_one_wish(text: str, guess: Guess, part: Trailing) -> bool:
    """Whether a message is a wish as a whole: "can i go to the previous question, i want to fix something".

    part: the wish that was found in a part of it. After a full stop the whole is one where no part is an answer.
    """
    if guess.command is None or not is_meant(guess.command, text, guess):
        return False
    return guess.told >= ACT_FAR if part.clause else part.start == 0


def is_asked(text: str, guess: Guess) -> bool:
    """Whether a question to Waymark is sure enough to be answered at once."""
    one, any_one = ACT_QUESTION_OF_WORK if is_of_work(text) else ACT_QUESTION_AMONG_ALL
    enough = guess.one >= one and guess.confidence >= any_one
    alone = guess.one >= ACT_QUESTION and not is_of_work(text)
    return (enough or alone) and guess.told >= ACT_QUESTION_TOLD and guess.intent != QUESTION + OUTSIDE


def may_be_command(text: str, guess: Guess) -> bool:
    """Whether a message is enough like a command to be asked about."""
    if guess.command in ("support", TOO_HARD) and guess.told < ASK_SUPPORT:
        return False
    told = guess.told >= DOUBT_FROM and guess.commands >= DOUBT_SHARE
    sure = guess.likelihood >= DOUBT_LIKELIHOOD and guess.commands >= SURE_CONFIDENCE and guess.told >= DOUBT_UNLESS
    if len(text.split()) == 1:  # "tea" may be all that somebody says is good
        return told and guess.told >= ALONE_FROM
    return is_short(text) and (told or sure)


def is_question(text: str, guess: Guess) -> bool:
    """Whether a message has the shape of a question, and is likely one to Waymark."""
    if guess.intent is None or not guess.intent.startswith(QUESTION) or not is_short(text):
        return False
    if guess.intent == QUESTION + OUTSIDE and "?" not in text:  # "is a good place to work"
        return False
    few = len(text.split()) <= MOST_SHAPELESS
    shaped = is_shaped(text) or (few and guess.one >= SURE_OF_SHAPELESS and guess.told >= 0 and not is_of_work(text))
    return shaped and guess.confidence >= SURE_CONFIDENCE and guess.one >= ENOUGH_OF_ONE
