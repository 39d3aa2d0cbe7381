"""Who may see it: the three ways, the team whose name it carries, and an offer to whoever cannot choose."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.base import action, do, move
from actions.holding import settle_held
from actions.mine import ask_team_for_saved
from actions.sharing import nothing_to_save, save
from actions.stages import ask_meant, ask_sharing, ask_team, names_first, offer_teams
from actions.turns import Turn, button
from actions.unclear import count_misunderstood, needs_way_out, saw_ways_out, say_not_understood, show_way_out
from bot.content import Team
from bot.dialogue.state import OFFERED_PRIVATE
from bot.nlu.english import denies
from bot.nlu.shape import is_brief

_POLITE = re.compile(
    r"we|re|are|i|m|am|s|it|its|is|in|on|the|a|my|our|team|service|with|use|put|please|thanks|ta|and", re.IGNORECASE
)
"""Words beside a team's name that change nothing."""
_TELLING = 5
"""Letters of a word that may tell a team from the others."""
_ANY_TEAM = {"staff", "support", "service", "services", "people"}


@action
async def action_offer_private(turn: Turn) -> None:
    """Offers to keep words private for now, to somebody who wavers: nothing is shared that they did not choose."""
    if turn.state.stage != "sharing":
        await do(turn, "ask_again")
        return
    count_misunderstood(turn)
    await offer_private(turn)


@move
async def offer_private(turn: Turn) -> None:
    """Offer to keep the words private for now; to somebody who was not understood again and again, the ways out."""
    if saw_ways_out(turn):  # who took none of them is asked once more, from the beginning
        turn.set(misunderstood=0)
        await ask_sharing(turn)
    elif needs_way_out(turn):
        show_way_out(turn)
    else:
        turn.say("utter_offer_private")
        turn.pause(OFFERED_PRIVATE)


@action
async def action_share_private(turn: Turn) -> None:
    """Saves for the author alone."""
    await save(turn, "private")


@action
async def action_share_anonymous(turn: Turn) -> None:
    """Shares without a name, once the names in the words are decided on."""
    if not await names_first(turn, "anonymous"):
        await save(turn, "anonymous")


@action
async def action_share_team(turn: Turn) -> None:
    """Asks for the team."""
    if settle_held(turn):
        return
    if not turn.answers and turn.state.in_hand:
        await ask_team_for_saved(turn)
    elif not turn.answers:
        await nothing_to_save(turn)
    elif not turn.said("utter_ask_sharing"):
        await ask_sharing(turn)
    elif not await names_first(turn, "team"):
        await ask_team(turn)


@action
async def action_choose_team(turn: Turn) -> None:
    """Saves with the name of the team that was pressed or typed, once the person chose to share by team."""
    if turn.state.stage != "team":
        await action_share_team(turn)
        return
    near = named_teams(turn)
    if len(near) == 1 and says_nothing_else(turn, near[0]):
        await save(turn, "team", near[0].id)
    elif len(near) == 1 and turn.said("utter_ask_meant") and not turn.said("utter_team_not_listed"):
        _offer_without_team(turn)  # asked once, and no yes came
    elif len(near) == 1 and not (denies(turn.text) and is_brief(turn.text)):
        turn.note_told("utter_ask_meant")
        ask_meant(turn, near[0].name, button(near[0].name, "choose_team", team=near[0].id)["payload"])
    elif near:
        offer_teams(turn, near)
    elif turn.state.misunderstood:
        _offer_without_team(turn)
    else:
        await say_not_understood(turn, "utter_team_unclear")


def _offer_without_team(turn: Turn) -> None:
    """Offer to share without a name to somebody whose team is not on the list; the second time, to keep it private."""
    count_misunderstood(turn)
    if turn.said("utter_team_not_listed"):
        turn.say("utter_offer_private")
        turn.go("sharing")
        turn.pause(OFFERED_PRIVATE)
    else:
        turn.tell("utter_team_not_listed")


def named_teams(turn: Turn) -> list[Team]:
    """The team that was pressed, or those that were typed by name or by all words of their id ("we're in housing")."""
    teams, pressed, typed = turn.waymark.content.organisation.teams, turn.entity("team"), turn.text.casefold()
    said = set(re.findall(r"\w+", typed))
    named = [
        team
        for team in teams
        if team.id == pressed or team.name.casefold() in typed or said.issuperset(team.id.split("-"))
    ]
    return named or [team for team in teams if said & _own_words(team, teams)]


def _own_words(team: Team, teams: Sequence[Team]) -> set[str]:
    """The words that stand in the name of one team alone, such as "housing"."""
    others = {word for other in teams if other != team for word in re.findall(r"\w+", other.name.casefold())}
    return {word for word in re.findall(r"\w+", team.name.casefold()) if len(word) >= _TELLING} - others - _ANY_TEAM


def says_nothing_else(turn: Turn, team: Team) -> bool:
    """Whether a team was pressed, or its whole name typed with no more than a few polite words around it."""
    typed = turn.text.casefold()
    around = re.findall(r"\w+", typed.replace(team.name.casefold(), ""))
    return not typed or (team.name.casefold() in typed and all(_POLITE.fullmatch(word) for word in around))
