"""The cards of a team's session: the one in the channel, and those that one person is shown one to one.

A card that stays in a chat never holds what somebody typed: Teams keeps its cards. What they typed is put in again only
in the answer to their own press, which nobody keeps (`values`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.teams.cards import Card, in_sets, read_template, shorten, split_sets
from bot.channels.teams.templates import expand
from bot.content import Content
from bot.days import as_moment
from bot.documents import Block, Heading, Line, Said, Table
from bot.sessions.answers import QUESTIONS
from bot.sessions.report import team_name, write_summary
from bot.store.session_tables import TeamSession

LARGEST_SUMMARY = 20_000
"""Characters of a summary's card. What does not fit stands on the page alone."""

Parts = Sequence[Mapping[str, Any]]


def make_card(
    heading: str,
    lines: Sequence[str] = (),
    parts: Parts = (),
    actions: Sequence[Mapping[str, Any]] = (),
    urgent: Sequence[str] = (),
) -> Card:
    """A card: what is urgent first, a heading, lines of ours, parts, and buttons, as many in a set as clients show."""
    plain = "\n\n".join([*urgent, heading, *lines])
    card = expand(
        read_template("session"),
        {
            "plain": plain,
            "urgent": list(urgent),
            "heading": heading,
            "lines": list(lines),
            "parts": list(parts),
            "actions": in_sets(actions),
        },
    )
    return split_sets(card)


def button(title: str, do: str, session_id: str = "", **carried: str) -> dict[str, Any]:
    """A button. What it carries comes back with what is typed into the card."""
    data = {"waymark": {"do": do, "session": session_id, **carried}}
    shown = {"title": title, "data": data}
    return {"type": "Action.Execute", "verb": "session", **shown, "fallback": {"type": "Action.Submit", **shown}}


def link(title: str, url: str) -> dict[str, Any]:
    """A button that leads to a page."""
    return {"type": "Action.OpenUrl", "title": title, "url": url}


def below(title: str, parts: Parts, actions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A button that opens more below it."""
    body = [*parts, {"type": "ActionSet", "actions": list(actions)}]
    return {"type": "Action.ShowCard", "title": title, "card": {"type": "AdaptiveCard", "body": body}}


def text_input(
    name: str, label: str, value: str = "", *, quote: str = "", quoted: bool = False, hint: str = ""
) -> Parts:
    """A field for words; `quote`: a tick below it that lets the team read them."""
    tick = {"label": quote, "value": "true" if quoted else "false"} if quote else None
    data = {"id": name, "label": label, "value": value, "quote": tick, "hint": hint}
    return list(expand(read_template("session_text"), data))


def choice_input(
    name: str, label: str, choices: Sequence[tuple[str, str]], value: str = "", *, several: bool = False
) -> Parts:
    """A field with things to choose from, as (value, words)."""
    data = {
        "id": name,
        "label": label,
        "value": value,
        "several": several,
        "style": "expanded",
        "choices": [{"title": words, "value": one} for one, words in choices],
    }
    return list(expand(read_template("session_choice"), data))


def tick_input(name: str, label: str, hint: str = "", *, ticked: bool = False) -> Parts:
    """A field to tick."""
    data = {"id": name, "label": label, "hint": hint, "value": "true" if ticked else "false"}
    return list(expand(read_template("session_tick"), data))


def moment_input(content: Content, day: str, time: str) -> Parts:
    """Fields for a day and a time."""
    say = content.sessions.say_in_teams
    data = {"day_label": say("day_label"), "time_label": say("time_label"), "day": day, "time": time}
    return list(expand(read_template("session_moment"), data))


def what_of(content: Content, found: TeamSession) -> str:
    """A session in a few words: its team and its themes."""
    return f"{team_name(content, found.team)}: {', '.join(content.theme(one).name for one in found.themes)}"


def channel_card(content: Content, found: TeamSession, page: str) -> Card:
    """What stands in the channel, in whatever state a session is. page: the address of the session page, or empty."""
    say, plain = content.sessions.say_in_teams, content.sessions.say
    team = team_name(content, found.team)
    pages = [link(say("card_page"), page)] if page else []
    if found.state == "open":
        themes = ", ".join(content.theme(one).name for one in found.themes)
        lines = [
            say("card_lead"),
            say("card_themes", themes=themes),
            plain("open_until", when=as_moment(found.closes_at)),
            say("card_private"),
            say("card_summary"),
            say("card_code", code=found.join_code),
        ]
        actions = [button(say("take_part"), "take_part", found.id), *pages]
        return make_card(say("card_heading", team=team), lines, actions=actions)
    if found.state == "published":
        return _summary_card(content, found, pages)
    heading = plain(f"{found.state}_title") if found.state in ("too_few", "lost") else say("closed_heading", team=team)
    lead = {"too_few": "too_few_lead", "lost": "lost_lead"}.get(found.state, "closed_lead")
    return make_card(heading, [plain("session_of", team=team), say(lead)] if lead != "closed_lead" else [say(lead)])


def _summary_card(content: Content, found: TeamSession, pages: list[dict[str, Any]]) -> Card:
    """The summary as its page and its files have it; what is too long for a card is left to them."""
    say = content.sessions.say_in_teams
    document = write_summary(content, found)
    lines: list[str] = []
    parts: list[Any] = []
    size = 0
    for block in document.blocks:
        if isinstance(block, Line) and not parts:
            lines.append(block.text)
            continue
        shown = _part(block)
        size += len(json.dumps(shown, ensure_ascii=False))
        if size > LARGEST_SUMMARY:
            parts += _said(line=say("summary_long"))
            break
        parts += shown
    parts += _said(line=say("summary_files", code=found.join_code))
    return make_card(document.title, lines, parts, pages)


def _part(block: Block) -> list[Any]:
    if isinstance(block, Heading):
        return _said(heading=block.text)
    if isinstance(block, Said):
        return _said(said=shorten(block.text, 1000))
    if isinstance(block, Table):
        return _said(facts=[{"title": row[0], "value": " ".join(row[1:])} for row in block.rows])
    return _said(line=block.text) if isinstance(block, Line) else []


def _said(**what: Any) -> list[Any]:
    return list(expand(read_template("session_said"), what))


def theme_page(
    content: Content,
    found: TeamSession,
    place: int,
    values: Mapping[str, str],
    *,
    fresh: bool,
    told: Sequence[str] = (),
    urgent: Sequence[str] = (),
    names: Sequence[str] | None = None,
    ask_leads: bool = False,
) -> Card:
    """The questions of one part: a theme, or after all themes the next steps.

    values: what stands in the fields. fresh: nothing stands there, and what is left empty stays as it is kept.
    told: what is said of what was sent before. names: ask whether names may stay, in the answers to these questions.
    ask_leads: whether there is a tick for who leads.
    """
    plain, say = content.sessions.say, content.sessions.say_in_teams
    of = len(found.themes) + bool(found.steps)
    lines = [*told, say("part_of", at=str(place + 1), of=str(of))]
    parts: list[Any] = []
    if place < len(found.themes):
        theme = content.theme(found.themes[place])
        heading = plain("theme_heading", theme=theme.name)
        lines += [theme.content_note] if theme.content_note else []
        for question in QUESTIONS:
            parts += text_input(
                question,
                getattr(theme, question),
                values.get(question, ""),
                quote=plain("quote_label"),
                quoted=values.get(f"quote-{question}") == "true",
                hint=plain("quote_hint") if question == QUESTIONS[0] else "",
            )
        scale = [(choice.id, choice.label) for choice in content.rating_scale]
        parts += choice_input(
            "rating", theme.rating, [*scale, ("none", plain("rating_none"))], values.get("rating", "")
        )
    else:
        heading = say("steps_heading")
        choices = [(str(number), step) for number, step in enumerate(found.steps)]
        parts += choice_input("pick", plain("steps_legend"), choices, values.get("pick", ""), several=True)
    if names is not None:
        parts += tick_input("names", plain("names_label"), plain("names_hint"))
    if ask_leads:
        ticked = values.get("leads") == "true"
        parts += tick_input("leads", plain("leads_label"), plain("leads_hint"), ticked=ticked)
    carried = {"part": str(place), "fresh": "yes" if fresh else "", "names": ",".join(names or ())}
    actions = [button(say("finish" if place + 1 == of else "go_on"), "keep", found.id, **carried)]
    if place:
        actions.append(button(say("back"), "keep_and_back", found.id, **carried))
    actions.append(button(say("support"), "support", found.id, **carried))
    return make_card(heading, lines, parts, actions, urgent)
