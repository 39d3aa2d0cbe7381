"""What a facilitator does from Teams, one to one: open, extend, remind, hand over, close.

Only the facilitator who has a session now can act on it (bot/sessions/leading.py). Whoever else tries is refused, and
that is on record. Nothing here shows a count or a name. It uses the database: call it in a thread.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from bot.channels.teams.cards import Card
from bot.channels.teams.session_cards import (
    below,
    button,
    choice_input,
    link,
    make_card,
    moment_input,
    what_of,
)
from bot.channels.teams.session_opening import ID, Opening
from bot.channels.teams.session_presses import Press, Reply
from bot.days import SCOTLAND, as_moment
from bot.sessions import leading
from bot.sessions.leading import NotNow, NotTheirs, Who
from bot.sessions.planning import read_moment
from bot.store import audit, teams_sessions
from bot.store import team_sessions as store
from bot.store.session_tables import TeamSession
from bot.waymark import Waymark

ROUTE = "POST /api/messages"
ACTS = ("extend", "remind", "hand_over", "close", "control", "show_again", "show_there")
ALL = ("link", "plan", "preview", "open", *ACTS)

LISTED = 30
"""Sessions on one card, the newest: with the longest names more would be over what Teams takes (cards.LARGEST)."""


class Leading:
    """What the cards of facilitators do."""

    def __init__(self, waymark: Waymark) -> None:
        self.waymark = waymark
        self.words = waymark.content.sessions
        self.opening = Opening(waymark, self.control_card)

    def mine_card(self, sender: str) -> Card:
        """The sessions that somebody leads; for anybody else, how a facilitator can link their account."""
        say = self.words.say_in_teams
        with self.waymark.database.session() as session:
            linked = teams_sessions.find_linked(session, sender)
            if linked is None:
                return self.opening.link_card("")
            found = [one for one in store.list_sessions(session, linked.id) if one.state in ("open", "draft")]
            if len(found) == 1:
                return self.control_card(session, found[0])
        if not found:
            return make_card(say("leads_none"), [say("ask_in_channel")])
        actions = [button(what_of(self.waymark.content, one), "control", one.id) for one in found[:LISTED]]
        return make_card(say("new_heading"), [], actions=actions)

    def act(self, press: Press, sender: str) -> Reply:
        """Do what the button says that was pressed."""
        say = self.words.say_in_teams
        if press.do == "link":
            return self.opening.link(press, sender)
        with self.waymark.database.session() as session:
            linked = teams_sessions.find_linked(session, sender)
            who = Who(linked.id, linked.name) if linked else None
        if who is None:
            self._record_refusal("")
            return Reply(words=say("not_yours"))
        try:
            if press.do in ACTS:
                return self._act_on(press, sender, who)
            return self.opening.open(press, sender, who)
        except NotTheirs:
            self._record_refusal(who.name)
            return Reply(words=say("not_yours"))

    def control_card(self, session: Session, found: TeamSession, told: str = "") -> Card:
        """What whoever leads a session can do with it now."""
        say, content = self.words.say_in_teams, self.waymark.content
        place = teams_sessions.find_place(session, found.id)
        heading = say("leads_heading", what=what_of(content, found))
        lines = [told] if told else []
        if found.state != "open":
            ends = {"draft": "leads_draft", "published": "leads_published", "lost": "leads_lost"}
            lines.append(say(ends.get(found.state, "too_few_lead")))
            review = self.waymark.settings.review_origin.rstrip("/")
            actions = [link(say("read_summary"), f"{review}/sessions/{found.id}")] if review else []
            return make_card(heading, lines, actions=actions if found.state == "draft" else [])
        lines += [say("leads_open", when=as_moment(found.closes_at)), say("leads_code", code=found.join_code)]
        if place is not None and place.gone:
            lines.append(say("leads_gone"))
        local = found.closes_at.astimezone(SCOTLAND)
        later = moment_input(content, f"{local:%Y-%m-%d}", f"{local:%H:%M}")
        actions = [below(say("extend"), later, [button(say("extend"), "extend", found.id)])]
        if place is not None and not found.reminded:
            actions.append(button(say("remind"), "remind", found.id))
        if heirs := leading.list_heirs(session, found):
            choose = choice_input("to", say("hand_over_label"), heirs)
            actions.append(below(say("hand_over"), choose, [button(say("hand_over"), "hand_over", found.id)]))
        if place is not None and (place.gone or place.shows == teams_sessions.TO_BE_SENT):
            actions.append(button(say("show_again"), "show_again", found.id))
        ask = make_card(say("close_ask"))["body"]
        actions.append(below(say("close"), ask, [button(say("close_sure"), "close", found.id)]))
        return make_card(heading, lines, actions=actions)

    def _act_on(self, press: Press, sender: str, who: Who) -> Reply:
        say, do, now = self.words.say_in_teams, press.do, datetime.now(UTC)
        if len(press.session) != 32 or set(press.session) - ID:
            raise NotTheirs
        told = ""
        try:
            if do == "close":
                with self.waymark.database.session() as session:
                    leading.find_theirs(session, who, press.session)
                self.waymark.closing.close(press.session, who.name)
            with self.waymark.database.session() as session:
                found = leading.find_theirs(session, who, press.session, to_act=do not in ("control", "close"))
                if do == "extend":
                    later = read_moment(press.typed.get("day", ""), press.typed.get("time", ""))
                    if later is None:
                        raise NotNow
                    leading.extend(session, who, found.id, later, now)
                    told = say("extended")
                elif do == "remind":
                    leading.remind(session, who, found.id, now)
                    told = say("reminded")
                elif do == "hand_over":
                    leading.hand_over(session, who, found.id, press.typed.get("to", ""))
                    return Reply.of(make_card(say("handed")))
                elif do == "show_there":
                    where = self.opening.open_place(sender, press.carried.get("place", ""))
                    if where is None or teams_sessions.find_place(session, found.id) is not None:
                        raise NotNow
                    teams_sessions.put_place(session, self.waymark.settings.secret, found.id, where)
                    told = say("leads_sending")
                elif do == "show_again":
                    self._show_again(session, found)
                    told = say("leads_sending")
                session.flush()
                return Reply.of(self.control_card(session, found, told))
        except NotNow:
            with self.waymark.database.session() as session:
                found = leading.find_theirs(session, who, press.session)
                return Reply.of(
                    self.control_card(session, found, say("extend_amiss" if do == "extend" else "now_amiss"))
                )

    def _show_again(self, session: Session, found: TeamSession) -> None:
        place = teams_sessions.find_place(session, found.id)
        where = teams_sessions.read_where(self.waymark.settings.secret, place) if place else None
        if place is None or where is None or not (place.gone or place.shows == teams_sessions.TO_BE_SENT):
            raise NotNow
        secret, anew = self.waymark.settings.secret, where | {"card": ""}
        teams_sessions.put_place(session, secret, found.id, anew, reminded=place.reminded)

    def _record_refusal(self, name: str) -> None:
        with self.waymark.database.session() as session:
            audit.record(session, "session_refused", name or audit.NOBODY, route=ROUTE)
