"""The pipeline's answer-or-command step: applies ``bot.nlu.resolve`` with what the conversation is at.

Rasa passes the conversation in because the argument is called ``tracker``. Stands after the intent classifier.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, Final, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.content import Content, find_asked, load_content
from bot.dialogue.state import OFFERED_PRIVATE, State, read_state
from bot.dialogue.words import undecided_names
from bot.nlu.agreeing import begins_with_no
from bot.nlu.awaited import (
    UNDECIDED,
    Expected,
    asks_who_reads,
    awaited_place,
    cannot_choose,
    is_lost,
    is_remark,
    is_small_talk,
    leads_away,
    only_arrives,
    resolve_adding,
    resolve_held,
    resolve_name,
    resolve_rating,
    resolve_sharing,
    resolve_shown,
)
from bot.nlu.carried import guess_of, guess_parts, put_resolution
from bot.nlu.directed import Directions, load_directions
from bot.nlu.english import read_description
from bot.nlu.expected import EXPECTED
from bot.nlu.guess import (
    ASKED_WORD,
    CHOOSE_ANY,
    HELP,
    QUESTION,
    TOO_HARD,
    WHAT_NOW,
    Guess,
)
from bot.nlu.last_sentence import END_OF, START_OF
from bot.nlu.phrases import CommandPhrases, load_command_phrases
from bot.nlu.replies import Replies, load_replies
from bot.nlu.resolve import (
    CODE_WORDS,
    FALLBACK,
    NAMED,
    NEVER_CERTAIN,
    UNSURE,
    Doubt,
    Resolution,
    resolve_answer,
    resolve_between,
    resolve_code,
    resolve_directed,
    resolve_named,
    resolve_open,
    resolve_opening,
)
from bot.nlu.sentences import find_sentence
from bot.nlu.wishes import Parts
from bot.reflection.answers import WRITTEN
from bot.settings import get_settings

_read_content = functools.lru_cache(maxsize=1)(load_content)

REFLECTION_FORM: Final = "reflection_form"
GREET: Final = "greet"
PRIVACY: Final = "privacy"
#: Stages in which a theme is still to be chosen: who shrugs there is offered help with that.
BEFORE_A_THEME: Final = frozenset({None, "welcome", "theme"})
#: Places where a remark is answered with what can be typed there.
_REMARKED_ON: Final = frozenset({"rating", "sharing", "summary", "names"})
#: Stages that ask whether something goes: a no is a no, whatever comes after it.
_ASK_IF_IT_GOES: Final = frozenset({"let_go", "withdraw", "withdraw_all"})
#: Stages in which what is typed may be the start of a reflection.
BETWEEN_THEMES: Final = BEFORE_A_THEME | {"saved", "ended"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CommandResolver(GraphComponent):  # type: ignore[misc]
    """Replaces the classifier's intent by the one decided on.

    A question to Waymark is decided on under its own name, ``ask_<name>``. What goes out is the intent ``ask`` with an
    entity ``asked``, and its value is the name. An ``unsure`` one carries an entity ``command``: the command in doubt,
    and where it starts. What stands before it is an answer.
    """

    def __init__(
        self,
        phrases: CommandPhrases,
        directions: Directions,
        code_words: Collection[str] = (),
        replies: Mapping[str, Replies] | None = None,
        content: Content | None = None,
    ) -> None:
        """Take the content's phrases, names of questions, words of codes and of replies, and what it knows."""
        self._content = content
        self._replies = replies or {name: Replies({}) for name in ("sharing", "held", "more")}
        self._phrases = phrases
        self._directions = directions
        self._code_words = frozenset(code_words)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003 - the four arguments are Rasa's
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> CommandResolver:
        """Read the phrases. Raises CommandPhrasesError when they cannot be used."""
        content = get_settings().content_dir
        words = (content / "words.txt").read_text(encoding="utf-8").split()
        phrases = load_command_phrases(content / "commands.yml")
        return cls(phrases, load_directions(content), words, load_replies(content), _read_content(content))

    def process(
        self,
        messages: list[Message],
        tracker: Optional[DialogueStateTracker] = None,  # noqa: UP045 - Rasa's graph checks compare this form
    ) -> list[Message]:
        """Decide on each message that was typed; leave those that begin with "/", which only buttons send."""
        ends, starts = guess_parts(messages, END_OF), guess_parts(messages, START_OF)
        messages = [one for one in messages if one.get(END_OF) is None and one.get(START_OF) is None]
        for place, message in enumerate(messages):
            text = message.get("text") or ""
            if text.startswith("/"):
                continue
            expected = message.get(EXPECTED) or {}
            parts = Parts(starts.get(place), ends.get(place))
            put_resolution(message, self.resolve(text, guess_of(message), parts, tracker, expected))
        return messages

    def resolve(
        self,
        text: str,
        guess: Guess,
        parts: Parts,
        tracker: DialogueStateTracker | None,
        expected: Expected = MappingProxyType({}),
    ) -> Resolution:
        """Decide on a text at the place where the conversation stands.

        parts: the guesses on its last sentence and on what is before. expected: what it means where one of a few things
        is awaited.
        """
        if tracker is None:
            return resolve_open(text, guess, self._phrases)
        state = read_state(tracker.current_slot_values())
        place = awaited_place(state)
        resolution = self._decide(text, guess, parts, tracker, state, expected)
        if place and not state.in_danger and is_lost(place, text, resolution, self._phrases, expected, state.stage):
            about = PRIVACY if state.stage == "sharing" and asks_who_reads(text, expected) else WHAT_NOW
            return Resolution(QUESTION + about, NEVER_CERTAIN)
        about_us = place in _REMARKED_ON or (place == "held" and state.stage not in ("questions", *BEFORE_A_THEME))
        if place and about_us and not state.in_danger and is_remark(place, text, resolution, expected):
            return Resolution(QUESTION + WHAT_NOW, NEVER_CERTAIN)
        return resolution

    def _decide(
        self, text: str, guess: Guess, parts: Parts, tracker: DialogueStateTracker, state: State, expected: Expected
    ) -> Resolution:
        question, stage = state.requested_slot, state.stage
        chooses = stage == "theme" and read_description(text)
        if self._content and not chooses and find_asked(self._content, text):
            return Resolution(ASKED_WORD, 1.0)
        if (state.theme or state.receipts) and stage not in ("theme", "code", "mine"):
            written = any(getattr(state, one) for one in WRITTEN)
            if self._cuts(text, state):
                return self._resolve_cut(text, stage)
            directed = resolve_directed(text, self._directions, self._phrases, written=written)
            if directed and (state.theme or directed.question):  # what is saved can be changed; new words go elsewhere
                return directed
        awaited = {} if state.in_danger or is_small_talk(text, guess) else expected
        if state.undecided and (reply := resolve_held(text, self._replies["held"], self._phrases, awaited)):
            return reply
        if tracker.active_loop_name == REFLECTION_FORM and question in WRITTEN:
            reopened, adding = question in state.earlier, question in state.adding
            if adding and (reply := resolve_adding(text, self._replies["more"], self._phrases, expected)):
                return reply
            return resolve_answer(text, guess, self._phrases, parts=parts, reopened=reopened, adding=adding)
        if tracker.active_loop_name == REFLECTION_FORM or stage == "questions":
            rates = state.open_question == "rating"
            rated = resolve_rating(text, self._phrases, awaited) if rates else None
            return rated or resolve_between(text, guess, self._phrases)
        if reply := self._read_reply(text, state, awaited):
            return reply
        if stage == "code":
            return resolve_code(text, guess, self._phrases, self._code_words)
        if stage != "theme" and self._is_code(text):
            return Resolution(FALLBACK, 1.0)
        if stage in NAMED:
            return resolve_named(text, guess, self._phrases, stage)
        resolve = resolve_opening if stage in BETWEEN_THEMES else resolve_open
        resolution = resolve(text, guess, self._phrases)
        if resolution.intent in (CHOOSE_ANY, FALLBACK) and self._finds(text, CHOOSE_ANY, resolution):
            shrug = stage != "theme" and len(text.split()) == 1  # "whatever", and no themes are on show
            chosen = HELP if shrug else CHOOSE_ANY
            return Resolution(chosen if stage in BEFORE_A_THEME else FALLBACK, resolution.confidence)
        lost_for_words = resolution.intent == FALLBACK and cannot_choose(text, expected)
        if leads_away(resolution, stage) or (stage == "sharing" and lost_for_words):
            return Resolution(UNDECIDED if stage == "sharing" else UNSURE, resolution.confidence)
        begins = stage in (None, "welcome") and not state.opening and not state.in_danger
        if begins and resolution.intent == FALLBACK and only_arrives(text, expected):
            return Resolution(GREET, resolution.confidence)
        if stage in BEFORE_A_THEME and resolution.intent == FALLBACK and self._shrugs(text):
            return Resolution(HELP, resolution.confidence)
        if stage == "summary" and resolution.intent == FALLBACK and self._phrases.find(text):
            return Resolution(UNSURE, resolution.confidence)  # "not sure": no more words for an answer
        return resolution

    def _read_reply(self, text: str, state: State, expected: Expected) -> Resolution | None:
        """Read a message as the choice that a stage waits for."""
        if state.stage == "sharing":
            offered, replies = state.interruption == OFFERED_PRIVATE, self._replies["sharing"]
            return resolve_sharing(text, replies, self._phrases, expected, offered=offered)
        if state.stage in _ASK_IF_IT_GOES and begins_with_no(text):
            return Resolution("deny", 1.0)
        if state.stage == "resharing":
            return resolve_sharing(text, self._replies["sharing"], self._phrases, expected)
        if state.stage == "team" and state.misunderstood:
            reply = resolve_sharing(text, self._replies["sharing"], self._phrases, expected)
            return reply if reply and reply.intent != "share_team" else None
        if state.stage == "naming":
            return resolve_name(text, self._phrases, expected, undecided_names(state))
        if state.stage == "summary" and not state.undecided:
            return resolve_shown(text, self._phrases, expected, undecided_names(state))
        return None

    def _cuts(self, text: str, state: State) -> bool:
        """Whether somebody wants words taken out by what they are about, and there are words that may be meant.

        While an answer is given, "cut the part about mileage" is one, unless such words were written before.
        """
        about = self._directions.read_cut(text)
        if about is None or not state.theme:
            return False
        said = [getattr(state.answers, one) for one in WRITTEN]
        may_be_a_name = state.stage in ("summary", "naming") and undecided_names(state)  # "you can remove the dog"
        sure = state.stage != "questions" and not may_be_a_name
        return sure or any(find_sentence(one, about) is not None for one in said if one)

    def _resolve_cut(self, text: str, stage: str | None) -> Resolution:
        if stage == "questions":
            return Resolution(UNSURE, 1.0, Doubt("scrap", 0, len(text)))
        return Resolution("scrap", 1.0)

    def _shrugs(self, text: str) -> bool:
        """Whether a text says that nothing comes to mind: "dunno", "whatever"."""
        found = self._phrases.find(text)
        return found is not None and found.intent in ("skip", TOO_HARD)

    def _finds(self, text: str, intent: str, resolution: Resolution) -> bool:
        """Whether a text was resolved to an intent, or is one of its phrases."""
        found = self._phrases.find(text)
        return resolution.intent == intent or (found is not None and found.intent == intent)

    def _is_code(self, text: str) -> bool:
        words = re.findall(r"\w+", text.lower())
        return len(words) == CODE_WORDS and self._code_words.issuperset(words)
