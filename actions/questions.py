"""Questions to Waymark, answered from words that were written beforehand; then back to where we were."""

from __future__ import annotations

from typing import Any

from actions.base import action, do
from actions.changes import tell_changes
from actions.opening import keep_opening, says_something
from actions.rating import tell_how_to_rate
from actions.support import ask_gently_again
from actions.turns import Turn
from actions.unclear import count_misunderstood, needs_way_out, stepped_back
from bot.content import Content, GlossaryWord, Source, Theme, find_asked
from bot.nlu.shape import is_shaped, is_short


@action
async def action_answer_question(turn: Turn) -> None:
    """Answers with the utterance of the question's own name, and gives the publication that it rests on."""
    theme = turn.state.theme
    long_enough = turn.text and not (is_shaped(turn.text) and is_short(turn.text))
    if theme is None and long_enough and await says_something(turn):
        keep_opening(turn)  # they told something of their work as well: it is how they begin
    if turn.state.in_danger and turn.asked in ("meaning", "what_now") and turn.entity("asked") != MEANING_OF_A_WORD:
        await ask_gently_again(turn)  # "wait what", after words of danger, is no question about a theme
        return
    if turn.asked == "changes":
        await tell_changes(turn)
        return
    if turn.asked == "what_now" and (utterance := _what_now(turn)):
        count_misunderstood(turn)
        if await stepped_back(turn):
            return
        if utterance == "utter_what_now_rating":
            tell_how_to_rate(turn)
            turn.enter_questions()
            return
        if needs_way_out(turn) and turn.state.stage == "summary" and not turn.state.undecided:
            turn.set(misunderstood=0)
            await do(turn, "ask_sharing")  # whoever has no more to say of it is asked the next thing
            return
        if turn.state.misunderstood > 1 and turn.state.stage == "sharing" and not turn.state.undecided:
            await do(turn, "offer_private")  # the same words again would help nobody
            return
        turn.say(utterance)
    elif turn.entity("asked") == MEANING_OF_A_WORD and tell_meaning(turn):
        pass
    elif turn.asked == "meaning" and turn.state.at_the_rating and not is_shaped(turn.text):
        tell_how_to_rate(turn)  # "whit" is said of the list
        turn.enter_questions()
        return
    elif turn.asked == "meaning" and turn.state.stage == "questions" and theme:
        turn.say("utter_theme_meaning", about=turn.waymark.content.theme(theme).about)
    else:
        if turn.asked == "meaning":
            count_misunderstood(turn)
            if await stepped_back(turn):
                return
        say_answer(turn, turn.asked)
        if turn.asked == "meaning" and turn.state.stage not in (None, "welcome", "questions"):
            await do(turn, "ask_again")  # what was not understood is what is asked: in other words, once more
            return
    turn.pause("question")


def _what_now(turn: Turn) -> str | None:
    """What can be typed where one of a few things is awaited; None where any words will do."""
    if turn.state.undecided and not turn.state.in_danger:
        return "utter_what_now_held"
    stage = "rating" if turn.state.at_the_rating else turn.state.stage
    utterance = f"utter_what_now_{'edit' if stage == 'remove' else stage}"
    return utterance if utterance in turn.domain["responses"] else None


def say_answer(turn: Turn, asked: str) -> None:
    """Say the answer to a question to Waymark, with the publication that it rests on."""
    utterance, values = f"utter_ask_{asked}", known(turn.waymark.content)
    source = find_source(turn, utterance)
    if source is None:
        turn.say(utterance, **values)
    else:
        values |= {"source": f"{source.title}, {source.publisher}"}
        turn.say(utterance, data={"kind": "message", "source": show_source(source)}, **values)


MEANING_OF_A_WORD = "word"
"""The name of the question that asks what a word, or a theme, means: the glossary answers it."""


def tell_meaning(turn: Turn) -> bool:
    """Say what a word or a theme means, or two of them where their difference is asked. Out: whether they are known."""
    content = turn.waymark.content
    found = find_asked(content, turn.text)
    if not found:
        return False
    one = found[0]
    if len(found) > 1:
        turn.say("utter_two_words", first=_meaning(turn, one), second=_meaning(turn, found[1]))
    elif isinstance(one, Theme):
        turn.say("utter_theme_about", theme=one.name, about=one.about)
    elif one.fuller:
        say_answer(turn, one.fuller)
    else:
        source = content.source(one.source) if one.source else None
        shown = {"kind": "message", "source": show_source(source)} if source else None
        turn.say("utter_word", data=shown, means=one.means)
    return True


def _meaning(turn: Turn, one: GlossaryWord | Theme) -> str:
    if isinstance(one, Theme):
        return turn.words("utter_theme_about", theme=one.name, about=one.line)
    return one.means


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
