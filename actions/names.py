"""Names in a person's own words: pointed out at the summary and before sharing, and replaced where they wish.

A name is only suspected. Nothing is changed unless the person taps, and keeping it may be fine.
"""

from __future__ import annotations

from actions.base import action, do
from actions.stages import ask_again, ask_meant, ask_name, keep_names, names_in_answers, show_summary
from actions.turns import Turn, button
from bot.dialogue.words import rewrite
from bot.reflection.answers import WRITTEN
from bot.safety import replace_name

_SURE = 0.9
"""From here on what was typed of a name is done; below, it is asked about."""

_SHARING = {"anonymous": "share_anonymous", "team": "share_team", "save": "save"}
"""What goes on once the names are decided on, by what the person wished."""


async def _go_on(turn: Turn) -> None:
    """Ask about the next name; after the last one, share as the person wished, or show the words as they are now."""
    if turn.state.stage not in ("naming", "summary"):
        await ask_again(turn)
    elif turn.state.stage == "summary":
        await show_summary(turn)
    elif names_in_answers(turn):
        await ask_name(turn)
    else:
        turn.set(stage="sharing")
        await do(turn, _SHARING[turn.state.sharing_wish or "save"])


@action
async def action_replace_name(turn: Turn) -> None:
    """Puts "a colleague" or "a person" in the place of the name that was pointed out."""
    names = names_in_answers(turn)
    by = turn.entity("by") or ("colleague" if "colleague" in turn.text.casefold() else "person")
    if not names:
        await ask_again(turn)
        return
    words = turn.words(f"utter_instead_{by}")
    if turn.confidence < _SURE:
        ask_meant(turn, turn.words("utter_change_name", words=words), button("", "replace_name", by=by)["payload"])
        return
    replaced = {
        question: replace_name(text, names[0], words)
        for question in WRITTEN
        if (text := getattr(turn.state, question)) and question not in turn.state.screened
    }
    turn.say("utter_name_replaced", words=words)
    turn.become(rewrite(turn.state, replaced))
    if names[0] in names_in_answers(turn):  # it stands in a way that we cannot replace: nobody is asked twice
        keep_names(turn, names[:1])
    await _go_on(turn)


@action
async def action_keep_name(turn: Turn) -> None:
    """Leaves a name, or all of them, as it is. It is not asked about again."""
    names = names_in_answers(turn)
    if not names:
        await ask_again(turn)
        return
    if turn.confidence < _SURE:
        ask_meant(turn, turn.words("utter_keep_name"), button("", "keep_name", which="one")["payload"])
        return
    keep_names(turn, names if turn.entity("which") == "all" else names[:1])
    await _go_on(turn)
