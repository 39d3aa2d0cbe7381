"""A hand held out at a question: an example, the same question in other words, and a smaller one."""

from __future__ import annotations

from actions.base import action, do
from actions.stages import ask_again
from actions.turns import Turn
from bot.dialogue import words


@action
async def action_example(turn: Turn) -> None:
    """Shows how somebody else might answer, and asks again. It is plainly made up, and no answer is the right one."""
    question, theme = turn.state.open_question, turn.state.theme
    example = turn.waymark.content.theme(theme).helps.example(question) if theme and question else None
    if turn.state.stage != "questions" or example is None:
        await ask_again(turn)
        return
    turn.say("utter_example", example=example)
    turn.enter_questions()


@action
async def action_other_way(turn: Turn) -> None:
    """Asks the open question in other words."""
    if turn.state.stage == "questions":
        turn.set(asked_as="other_way")
        turn.enter_questions()
    else:
        await ask_again(turn)


@action
async def action_too_hard(turn: Turn) -> None:
    """Asks a smaller question where nothing comes to mind, once. After that nothing is needed, and it goes on."""
    question, state = turn.state.open_question, turn.state
    if state.stage != "questions" or question is None:
        await do(turn, "skip")
    elif question in state.adding or question in state.eased or not _smaller(turn, question):
        await do(turn, "skip_question")
    else:
        turn.become(words.lay_held_aside(state))
        turn.say("utter_nothing_is_fine")
        turn.set(eased=(*state.eased, question), asked_as="smaller")
        turn.enter_questions()


def _smaller(turn: Turn, question: str) -> str | None:
    theme = turn.state.theme
    return turn.waymark.content.theme(theme).helps.smaller(question) if theme else None


def as_asked(turn: Turn, question: str, usual: str) -> str:
    """The words of a question, in the way that was wished for; the usual ones where there is no other."""
    theme, way = turn.state.theme, turn.state.asked_as
    if theme is None or way is None:
        return usual
    turn.set(asked_as=None)
    helps = turn.waymark.content.theme(theme).helps
    return (helps.smaller(question) if way == "smaller" else helps.other_way(question)) or usual
