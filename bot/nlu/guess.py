"""What the classifier takes a message for, read for the one decision that matters: is it an answer, or something else?

One classifier knows intents and single questions (``bot.nlu.intents``). Its probabilities are added up here in two
ways, because what resembles one another shares a text between them: all questions to Waymark, and all commands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from bot.nlu.shape import is_shaped

REFLECTION: Final = "reflection"
#: The classifier's intent of every question to Waymark.
ASK: Final = "ask"
#: A question is decided on by its own name, with this before it.
QUESTION: Final = "ask_"
#: The name of what Waymark has no answer to.
OUTSIDE: Final = "outside"
#: What "what does calm mean" asks, while a question is open.
ASKED_WORD: Final = "ask_word"
#: The question what something here means.
MEANING: Final = "meaning"
#: The wish for help with the choice of a theme.
HELP: Final = "help_choose"
#: The question how all of this works.
HOW: Final = "help"
#: The question of somebody who does not know what is wanted of them.
WHAT_NOW: Final = "what_now"
#: Wishes for help with the question that is open; to Waymark they are commands.
EXAMPLE: Final = "example"
OTHER_WAY: Final = "other_way"
TOO_HARD: Final = "too_hard"
#: Of the themes, any will do.
CHOOSE_ANY: Final = "choose_any"
#: Below this Waymark says that it did not understand.
ENOUGH_CONFIDENCE: Final = 0.4
#: Of all that speaks for a question to Waymark, at least this much speaks for one of them; else it is one that we have
#: no answer to ("who is my MP"), or no question to us ("who decides the rota?").
ENOUGH_OF_ONE: Final = 0.2
#: What is not shaped like a question needs this much to be one: "lived experience" names a theme.
SURE_WITHOUT_SHAPE: Final = 0.75
#: While an answer is asked for, an answer is this much likelier beforehand than the classifier takes it to be, which
#: weighs all intents alike. Cross-validated on data/nlu: false doubts on short answers .11 -> .07, recall .805 -> .800.
ANSWER_WEIGHT: Final = 3.0
#: The next likeliest command is offered too when it has so much of the likeliest one's probability.
NOT_FAR_BEHIND: Final = 0.25

#: Commands: what a guess alone may raise a question about, besides questions to Waymark itself. It never does them.
COMMANDS: Final = frozenset(
    {
        *("skip", "back", "pause", "go_on", "change_theme", "finish", "support", "start", "resume"),
        *(EXAMPLE, OTHER_WAY, TOO_HARD, "help_choose"),
        *("save", "scrap", "bring_back", "remove", "let_go", "read_back"),
        *("return_code", "my_reflections", "withdraw", "withdraw_all", "take_away", "reshare"),
    }
)
#: While an answer is being given there is no summary yet: what these mean then.
MEANT: Final = {
    **dict.fromkeys(("edit", "add_more", "move_words"), "back"),
    **dict.fromkeys(("share_private", "share_anonymous", "share_team"), "save"),
}
#: Who wants to get on while a question is open wants it left out.
_ALIKE: Final = {"skip": ("go_on",), "go_on": ("skip",)}
#: What the wishes for help with a question mean where none is open.
MEANT_BETWEEN: Final = {TOO_HARD: "skip", EXAMPLE: "ask_meaning", OTHER_WAY: "ask_meaning"}


def is_command(intent: str) -> bool:
    """Whether an intent is a command, or means one while an answer is given."""
    return MEANT.get(intent, intent) in COMMANDS


class Guess(NamedTuple):
    """What the classifier takes a text for. Without a classifier the intent is None. Probabilities are 0 to 1."""

    intent: str | None
    """The likeliest; for a question to Waymark ``ask_<name>``."""
    confidence: float
    """Of that intent; for a question to Waymark, of any of them."""
    answer: float = 0.0
    """The probability of an answer."""
    one: float = 0.0
    """For a question to Waymark, the probability of this one question."""
    command: str | None = None
    """The likeliest of the commands that may be asked about, as it is meant while an answer is given."""
    commands: float = 0.0
    """The probability of all of them together: "done for today" is a bit of `finish` and a bit of `pause`."""
    other: str | None = None
    """The next likeliest command, where it is not far behind: "I'm away" may be `finish` or `pause`."""
    likelihood: float = 0.0
    """How likely some command is, against an answer."""
    clear: float = 0.0
    """How much of the probability of all commands is that one's: 0 to 1."""
    told: float = 0.0
    """How far the text lies on the side of commands (above 0) or of answers (below); see ``bot.nlu.telling``."""

    @classmethod
    def from_chances(cls, chances: Mapping[str, float], told: float = 0.0) -> Guess:
        """Read the probability of each intent."""
        if not chances:
            return cls(None, 0.0)
        first = max(chances, key=lambda name: chances[name])
        commands = {name: chance for name, chance in chances.items() if is_command(name)}
        meant: dict[str, float] = {}
        for name, chance in commands.items():
            meaning = MEANT.get(name, name)
            meant[meaning] = meant.get(meaning, 0.0) + chance
        best, other = (*sorted(meant, key=lambda name: -meant[name])[:2], None, None)[:2]
        if best and other and meant[other] < NOT_FAR_BEHIND * meant[best]:
            other = None
        answer, whole = chances.get(REFLECTION, 0.0), sum(commands.values())
        likelihood = whole / (whole + ANSWER_WEIGHT * answer) if whole else 0.0
        return cls(
            first,
            chances[first],
            answer,
            command=best,
            commands=whole,
            other=other,
            likelihood=likelihood,
            clear=sum(meant.get(one, 0.0) for one in (best, *_ALIKE.get(best or "", ()))) / whole if whole else 0.0,
            told=told,
        )

    def while_answering(self) -> Guess:
        """Give the guess with the probability of an answer raised to what it is while one is asked for."""
        total = 1 + (ANSWER_WEIGHT - 1) * self.answer
        answer, confidence = ANSWER_WEIGHT * self.answer / total, self.confidence / total
        raised = self._replace(answer=answer, one=self.one / total)
        if self.intent is None or answer >= confidence:
            return raised._replace(intent=REFLECTION, confidence=answer, one=0.0)
        return raised._replace(confidence=confidence)

    def between_questions(self) -> Guess:
        """Give the guess as it is meant where no question is open: nothing is too hard, and no example can be given."""
        if self.intent == TOO_HARD:
            return self._replace(intent=None, command="skip")
        meant = MEANT_BETWEEN.get(self.intent or "", self.intent)
        command, other = (MEANT_BETWEEN.get(one or "", one) for one in (self.command, self.other))
        return self._replace(intent=meant, command=command, other=None if other == command else other)


def read_guess(
    text: str, ranking: Iterable[Mapping[str, Any]], asked: Mapping[str, Any] | None, told: float = 0.0
) -> Guess:
    """Give the guess on a text.

    ranking: ``{"name", "confidence"}`` of all intents. asked: the same of the likeliest question to Waymark, by its own
    name; None where the classifier knows of no questions. told: the margin of ``bot.nlu.telling``.
    """
    # The classifier's names and numbers are numpy's, which are not plain JSON.
    chances = {str(one["name"]): float(one["confidence"] or 0.0) for one in ranking if one.get("name")}
    if asked is None:
        return Guess.from_chances(chances, told)
    sure = asked["name"] != OUTSIDE and asked["confidence"] >= SURE_WITHOUT_SHAPE
    if chances.get(ASK, 0.0) < ENOUGH_CONFIDENCE or not (sure or is_shaped(text)):
        return Guess.from_chances(_leave_out(ASK, chances), told)
    guess = Guess.from_chances(chances, told)
    if guess.intent != ASK:
        return guess
    if asked["confidence"] < ENOUGH_OF_ONE:  # a question, and not one that we know
        return guess._replace(intent=QUESTION + OUTSIDE)
    return guess._replace(intent=QUESTION + str(asked["name"]), one=float(asked["confidence"]))


def _leave_out(left_out: str, chances: Mapping[str, float]) -> dict[str, float]:
    """Give the chances without one intent, so that the others make up the whole."""
    whole = 1.0 - chances.get(left_out, 0.0)
    return {name: chance / whole for name, chance in chances.items() if name != left_out} if whole > 0 else {}
