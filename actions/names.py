"""Names in a person's own words: pointed out at the summary and before sharing, and replaced where they wish.

A name is only suspected. Nothing is changed unless the person taps, and keeping it may be fine.
"""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from actions.answers import keep_names, names_in_answers
from actions.base import Turn, WaymarkAction
from actions.sharing import ActionSave, ActionShareAnonymous, ActionShareTeam
from actions.stages import ask_again, ask_name, show_summary
from bot.reflection.answers import WRITTEN
from bot.safety import replace_name

_SHARING: dict[str, type[WaymarkAction]] = {
    "anonymous": ActionShareAnonymous,
    "team": ActionShareTeam,
    "save": ActionSave,
}


async def _go_on(turn: Turn) -> list[EventType]:
    """Ask about the next name; after the last one, share as the person wished, or show the words as they are now."""
    if turn.slot("stage") not in ("naming", "summary"):
        return ask_again(turn)
    if turn.slot("stage") == "summary":
        return show_summary(turn)
    if names_in_answers(turn):
        return ask_name(turn)
    turn.now([SlotSet("stage", "sharing")])
    return await _SHARING[turn.slot("sharing_wish")]().act(turn)


class ActionReplaceName(WaymarkAction):
    """Puts "a colleague" or "a person" in the place of the name that was pointed out."""

    def name(self) -> str:
        return "action_replace_name"

    async def act(self, turn: Turn) -> list[EventType]:
        names = names_in_answers(turn)
        by = turn.entity("by") or ("colleague" if "colleague" in turn.text.casefold() else "person")
        if not (names and turn.plain):
            return ask_again(turn)
        words = turn.words(f"utter_instead_{by}")
        replaced = {
            question: replace_name(text, names[0], words)
            for question in WRITTEN
            if (text := turn.slot(question)) and question not in (turn.slot("screened") or [])
        }
        turn.say("utter_name_replaced", words=words)
        changed = turn.now([*(SlotSet(question, text) for question, text in replaced.items()), SlotSet("latest", None)])
        if names[0] in names_in_answers(turn):  # it stands in a way that we cannot replace: nobody is asked twice
            changed += keep_names(turn, names[:1])
        return [*changed, *await _go_on(turn)]


class ActionKeepName(WaymarkAction):
    """Leaves a name, or all of them, as it is. It is not asked about again."""

    def name(self) -> str:
        return "action_keep_name"

    async def act(self, turn: Turn) -> list[EventType]:
        names = names_in_answers(turn)
        kept = names if turn.entity("which") == "all" else names[:1]
        if not (names and turn.plain):
            return ask_again(turn)
        return [*keep_names(turn, kept), *await _go_on(turn)]
