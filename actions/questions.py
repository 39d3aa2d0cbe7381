"""Questions to Waymark, answered from words that were written beforehand; then back to where we were."""

from __future__ import annotations

from typing import Any

from actions.base import Turn, action
from actions.changes import tell_changes
from bot.content import Content, Source


@action
async def action_answer_question(turn: Turn) -> None:
    """Answers with the utterance of the question's own name, and gives the publication that it rests on."""
    content, theme = turn.waymark.content, turn.state.theme
    if turn.asked == "meaning" and turn.state.stage == "questions" and theme:
        turn.say("utter_theme_meaning", about=content.theme(theme).about)
        turn.pause("question")
        return
    if turn.asked == "changes":
        await tell_changes(turn)
        return
    utterance = f"utter_ask_{turn.asked}"
    source = find_source(turn, utterance)
    if source is None:
        turn.say(utterance, **known(content))
    else:
        values = known(content) | {"source": f"{source.title}, {source.publisher}"}
        turn.say(utterance, data={"kind": "message", "source": show_source(source)}, **values)
    turn.pause("question")


def find_source(turn: Turn, utterance: str) -> Source | None:
    """The publication that an answer rests on; None where it rests on what docs/ says of Waymark itself."""
    rests_on = turn.domain["responses"][utterance][0]["metadata"]["rests_on"]
    return next((source for source in turn.waymark.content.sources if source.id == rests_on), None)


def show_source(source: Source) -> dict[str, str]:
    """A publication as structure that channels may show beside an answer, such as a link."""
    return {
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "checked": f"{source.checked:%-d %B %Y}",
    }


def known(content: Content) -> dict[str, Any]:
    """What may fill the places of an answer; a principle or one of the 5 Rs fills the place of its id."""
    return {
        "organisation": content.organisation.name,
        "days": str(content.organisation.retention_days),
        "grace": str(content.organisation.grace_days),
        "principles": ", ".join(principle.name.lower() for principle in content.principles),
        "five_rs": ", ".join(one.name for one in content.five_rs),
        "themes": "; ".join(theme.name for theme in content.themes),
        **{one.id: one.line for one in (*content.principles, *content.five_rs)},
    }
