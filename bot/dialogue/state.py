"""The state of a conversation: what Rasa's slots hold, as typed, frozen values.

`read_state` makes it of slots, and `write_slots` makes slots of it; nothing else knows how a slot looks. The fields of
`State` are the slots of domain.yml, which a test holds. A conversation lives for a day, so the slots of an earlier
release are read as well: what is missing has its default, and what is not known is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Annotated, Any, Final, Literal, get_type_hints

from pydantic import BeforeValidator, TypeAdapter, ValidationError

from bot.reflection.answers import QUESTIONS, Answers

Tier = Literal["none", "soft", "interrupt"]
"""What the distress screen says of words. Those of the tier interrupt are never shared."""


def _as_names(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value or ()


Names = Annotated[tuple[str, ...], BeforeValidator(_as_names)]
"""Several names. An earlier release wrote one alone as it is, and none as None."""


@dataclass(frozen=True)
class Held:
    """Words that we ask about before we use them."""

    text: str
    question: str | None = None
    """What they would answer; None: nobody has said."""
    tier: Tier = "none"
    command: str | None = None
    """What they may mean instead of an answer."""
    other: str | None = None
    """What else they may mean."""
    kept: bool = False
    """Their first part is an answer already, and only the wish at their end is in doubt."""
    acted: bool = False
    """A guess was acted on. They wait for one turn, in case they were an answer after all."""
    aside: bool = False
    """They were laid aside before, and are asked about at the summary."""
    asked: int = 0
    """How often they were asked about."""


@dataclass(frozen=True)
class Aside:
    """Words that belong to no answer yet. They are asked about at the summary, and never shared unasked."""

    text: str
    tier: Tier = "none"
    asked: bool = False
    """That was done, or they are too few to ask: they stay in sight."""


@dataclass(frozen=True)
class Opening:
    """What somebody said before a theme was chosen: the start of their reflection."""

    text: str
    lines: int = 1
    """In how many messages they said it."""
    placed: bool = False
    """It stands in the answers of the theme in hand, and goes along to another one as long as nothing else is said."""


@dataclass(frozen=True)
class Draft:
    """Answers that were put aside: question -> words."""

    answers: Mapping[str, str | None] = field(default_factory=dict)
    screened: Names = ()
    mentioned: bool = False
    """The person was told, when they finished, that it waits."""


@dataclass(frozen=True)
class Latest:
    """The answer that came last, and what stood there before it."""

    question: str
    before: str = ""


@dataclass(frozen=True)
class Scrapped:
    """What was taken out or replaced last, to be brought back."""

    question: str
    text: str
    screened: bool = False


@dataclass(frozen=True)
class LetGo:
    """A whole reflection that was let go, to be brought back until the conversation ends."""

    theme: str
    draft: Draft


@dataclass(frozen=True)
class Receipt:
    """What was saved or opened in this conversation. Days are ISO, or empty where they are not known."""

    code: str
    theme: str
    day: str
    sharing: str
    until: str = ""
    end: str = ""
    held: str = ""
    team: str = ""
    strength: str = ""


OFFERED_PRIVATE: Final = "private"
"""The interruption while we ask whether to keep words private for now."""


@dataclass(frozen=True)
class State:
    """All that a turn can depend on. One field a slot."""

    stage: str | None = None
    """Where the conversation stands: a name in bot/dialogue/stages.py."""
    interruption: str | None = None
    """What came in between, so that what is typed next is not taken for an answer unasked."""
    requested_slot: str | None = None
    """The question that Rasa's form is asking. Rasa's own slot."""
    greeted: bool | None = None
    """False until the first turn after the welcome."""
    misunderstood: int = 0
    """How many turns in a row were not understood."""
    early_lines: int = 0
    """Lines that were typed before the first theme was open, such as "hi" and "is this a robot"."""
    theme: str | None = None
    theme_options: tuple[str, ...] = ()
    """The themes that were offered for what was said, nearest first."""
    helping: bool = False
    """Help with choosing a theme was given."""
    opening: Opening | None = None
    strengths: str | None = None
    opportunities: str | None = None
    next_step: str | None = None
    rating: str | None = None
    earlier: Mapping[str, str] = field(default_factory=dict)
    """Question -> what was written there before it was asked again."""
    adding: Names = ()
    """Questions whose next words join what stands there."""
    placed: tuple[str, ...] = ()
    """Questions that what was said first answers already: they are asked as "anything to add?"."""
    screened: tuple[str, ...] = ()
    """Questions whose answer is never shared."""
    eased: tuple[str, ...] = ()
    """Questions that were asked again in a smaller way."""
    asked_as: Literal["other_way", "smaller"] | None = None
    """In which way the open question is asked next."""
    latest: Latest | None = None
    scrapped: Scrapped | None = None
    held: Held | None = None
    aside: Aside | None = None
    heavy: bool = False
    """The last words may have told of danger: what comes next is calm."""
    kept_names: tuple[str, ...] = ()
    """Suspected names that the person decided to keep."""
    sharing_wish: str | None = None
    """How words are shared once the names in them are decided on: anonymous, team or save."""
    told: tuple[str, ...] = ()
    """Utterances since the theme was chosen that later turns heed."""
    lately: tuple[str, ...] = ()
    """The last acknowledgements, oldest first, so that none comes again too soon."""
    last_turn: datetime | None = None
    """When the turn before this one was, in UTC."""
    guidance: tuple[str, ...] = ()
    """Ids of the pieces of guidance that were shown since the last save."""
    work: str | None = None
    """The kind of work, where the person said it or it was heard. Never kept with a reflection."""
    drafts: Mapping[str, Draft] = field(default_factory=dict)
    """Theme -> its unfinished answers."""
    let_go: LetGo | None = None
    receipts: tuple[Receipt, ...] = ()
    """What was saved or opened in this conversation, the newest last."""
    picked: str | None = None
    """The return code of the one that the talk is about."""
    editing: str | None = None
    """The return code of the one whose change is in hand."""
    edits: Mapping[str, Draft] = field(default_factory=dict)
    """Return code -> a change that was put aside."""
    changes_shown: tuple[str, ...] = ()
    """Ids of "you said, we did" that were shown unasked."""
    asked_helpful: bool = False
    """Whether it was helpful has been asked. That is done once."""

    @property
    def answers(self) -> Answers:
        """The answers so far. One that is being written anew still counts as it was."""
        stand = {one: getattr(self, one) for one in QUESTIONS}
        return Answers(**{one: self.earlier.get(one) if text is None else text for one, text in stand.items()})

    @property
    def undecided(self) -> Held | None:
        """The words that are held and that the person has not decided on."""
        return self.held if self.held and not (self.held.kept or self.held.acted) else None

    @property
    def in_danger(self) -> bool:
        """Whether the words that are held may tell of danger, and nobody has said what becomes of them."""
        return self.undecided is not None and self.undecided.tier == "interrupt"

    @property
    def open_question(self) -> str | None:
        """The question that is being asked, or would be when the form goes on."""
        if self.requested_slot in QUESTIONS:
            return self.requested_slot
        return next((one for one in QUESTIONS if getattr(self, one) is None), None)

    @property
    def at_the_rating(self) -> bool:
        """Whether the rating is asked for now."""
        return self.stage == "questions" and self.open_question == "rating"

    @property
    def in_hand(self) -> Receipt | None:
        """What was saved and is talked about: the one that was picked, else the newest."""
        found = [one for one in self.receipts if one.code == self.picked] or self.receipts[-1:]
        return found[0] if found else None


OF_ONE_REFLECTION: Final = (
    *QUESTIONS,
    *("earlier", "adding", "placed", "held", "screened", "eased", "asked_as", "guidance", "told", "latest", "scrapped"),
)
"""Fields that belong to the theme in hand, and are forgotten with it."""

IN_HAND: Final = (*OF_ONE_REFLECTION, "opening", "aside", "kept_names", "theme", "theme_options", "editing")
"""The fields of a reflection in hand: they go when it is saved or let go."""

_FIELDS: Final = tuple(one.name for one in fields(State))
_ADAPTERS: Final = {name: TypeAdapter(kind) for name, kind in get_type_hints(State, include_extras=True).items()}
_START: Final = State()


def read_state(slots: Mapping[str, Any]) -> State:
    """Make a state of slots. What a slot holds that its field cannot be (an older release's) counts as not set."""
    return State(**{name: _read(name, slots[name]) for name in _FIELDS if slots.get(name) is not None})


def write_slots(state: State) -> dict[str, Any]:
    """Make slots of a state, as plain JSON. Empty collections are None, as a slot is that was never set."""
    plain = {name: _ADAPTERS[name].dump_python(getattr(state, name), mode="json") for name in _FIELDS}
    return {name: None if value in ([], {}) else value for name, value in plain.items()}


def forget(state: State, names: tuple[str, ...]) -> State:
    """Give the state with these fields as they are at the beginning."""
    return replace(state, **{name: getattr(_START, name) for name in names})


def _read(name: str, value: Any) -> Any:
    try:
        return _ADAPTERS[name].validate_python(value)
    except ValidationError:
        return getattr(_START, name)
