"""Taking part in a session from Teams, one to one: answer part by part, change, withdraw, until the close.

Nothing here waits for Teams: each press is answered with the next card. It uses the database: call it in a thread.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot import days
from bot.channels.teams.session_cards import button, make_card, theme_page
from bot.channels.teams.session_presses import Press, Reply
from bot.days import as_moment
from bot.nlu.safety import load_screen
from bot.safety import SafetyScreen, suspected_names
from bot.sessions.answers import LONGEST, QUESTIONS, Answers, Text, ThemeAnswers, Use
from bot.sessions.report import team_name
from bot.sessions.screening import screen_answers
from bot.sessions.taking_part import NothingThere, TooLate, TooMany
from bot.store import team_sessions as store
from bot.store.session_tables import TeamSession
from bot.store.teams_sessions import find_linked
from bot.waymark import Waymark


@dataclass(frozen=True)
class _Kept:
    """What is kept of one part that was sent."""

    answers: Answers
    tier: str
    names: tuple[str, ...]


class Members:
    """What somebody can do with the cards that they were written one to one."""

    def __init__(self, waymark: Waymark) -> None:
        self.waymark = waymark
        self.part = waymark.taking_part
        self.words = waymark.content.sessions

    @functools.cached_property
    def screen(self) -> SafetyScreen:
        """The chat's screen, read when first needed."""
        settings = self.waymark.settings
        return load_screen(settings.models_dir, settings.content_dir)

    def find_open(self, session_id: str) -> TeamSession | None:
        """The session, when it is open now. One whose time is over is closed."""
        with self.waymark.database.session() as session:
            found = store.find_session(session, session_id) if len(session_id) == 32 else None
        if found is not None and found.state == "open" and found.closes_at <= days.read_clock():
            self.waymark.closing.close_due()
            return None
        return found if found is not None and found.state == "open" else None

    def begin_card(self, found: TeamSession) -> dict[str, object]:
        """What is read before the first question."""
        say = self.words.say_in_teams
        lines = [self.words.say("open_until", when=as_moment(found.closes_at)), *self.words.teams_sees]
        heading = say("begin_heading", team=team_name(self.waymark.content, found.team))
        return make_card(heading, lines, actions=[button(say("begin_button"), "begin", found.id), self._support(found)])

    def act(self, press: Press, sender: str) -> Reply:
        """Do what the button says that was pressed."""
        found = self.find_open(press.session)
        if found is None:
            return self._late()
        if press.guest:
            return Reply(words=self.words.say_in_teams("guest"))
        try:
            if press.do == "begin":
                return self._page(found, press, 0, sender)
            if press.do == "support":
                return self._support_beside(found, press, sender)
            if press.do == "withdraw":
                return self._withdraw(found, press)
            return self._keep(found, press, sender)
        except TooLate:
            return self._late()
        except TooMany:
            return Reply(words=self.words.say_in_teams("full"))

    def _keep(self, found: TeamSession, press: Press, sender: str) -> Reply:
        """Keep one part, and show the next one or the one before."""
        say = self.words.say_in_teams
        place = _place(press, found)
        if any(len(press.typed.get(question, "")) > LONGEST for question in QUESTIONS):
            told = [say("too_long")]
            page = self._show(found, place, sender, press.typed, told=told, fresh=_is_fresh(press))
            return Reply(page, words=told[0])
        kept = self._read(found, press, place, sender)
        self._store(found, press, kept.answers)
        urgent = self._urgent(kept.tier)
        if kept.names and press.typed.get("names") != "true":
            return self._ask_names(found, press, place, sender, kept.names, urgent)
        told = [self.words.say("support_soft")] if kept.tier == "soft" else []
        after = place + (-1 if press.do == "keep_and_back" else 1)
        if after >= _parts(found):
            return Reply.of(self._sent(found, kept.answers, told, urgent))
        return self._page(found, press, max(0, after), sender, told=told, urgent=urgent)

    def _ask_names(
        self, found: TeamSession, press: Press, place: int, sender: str, names: Sequence[str], urgent: Sequence[str]
    ) -> Reply:
        """Ask about what may be names. The card that stays in the chat says none of them."""
        say = self.words.say_in_teams
        quoted = [one for one in QUESTIONS if press.typed.get(f"quote-{one}") == "true"]
        ask = functools.partial(self._show, found, place, sender, urgent=urgent, names=quoted)
        told = [say("names", names=", ".join(names)), say("names_ask")]
        lasting = ask({}, told=[say("names_kept"), say("names_ask")], kept=True)
        return Reply(ask(press.typed, told=told, fresh=_is_fresh(press)), lasting)

    def _read(self, found: TeamSession, press: Press, place: int, sender: str) -> _Kept:
        """What one person answers so far, with what was sent for one part in its place, screened and masked."""
        before = self._before(found, press)
        fresh = _is_fresh(press)
        ticked = press.typed.get("leads", "")
        asked = bool(ticked) and not fresh  # on a card that shows nothing of before, no tick says nothing
        leads = ticked == "true" or (before.leads and not asked) or self._leads(found, sender)
        if place >= len(found.themes):
            picks = tuple(sorted(int(one) for one in press.typed.get("pick", "").split(",") if one.isdecimal()))
            picks = tuple(one for one in dict.fromkeys(picks) if one < len(found.steps))
            return _Kept(replace(before, picks=before.picks if fresh and not picks else picks, leads=leads), "none", ())
        theme = found.themes[place]
        stood = before.themes.get(theme, ThemeAnswers())
        texts: dict[str, Text] = {}
        for question in QUESTIONS:
            typed = press.typed.get(question, "")
            if typed:
                use = Use.QUOTE if press.typed.get(f"quote-{question}") == "true" else Use.TOPIC
                texts[question] = Text(typed, use)
        screened = screen_answers(Answers({theme: ThemeAnswers("", texts)}), self.screen.screen)
        new = dict(screened.answers.themes[theme].texts)
        if screened.names and press.typed.get("names") != "true":
            new = {name: _unread(text) for name, text in new.items()}
        before_it = {name: _allowed(text, name, press) for name, text in stood.texts.items()} if fresh else {}
        rating = press.typed.get("rating", "")
        known = {choice.id for choice in self.waymark.content.rating_scale}
        rating = rating if rating in known else stood.rating if fresh and rating != "none" else ""
        given = ThemeAnswers(rating, {**before_it, **new})
        answers = replace(before, themes={**before.themes, theme: given}, leads=leads)
        return _Kept(answers, screened.tier, screened.names)

    def _store(self, found: TeamSession, press: Press, answers: Answers) -> None:
        if not answers.is_empty:
            self.part.answer(found.id, press.person, answers)
            return
        with contextlib.suppress(NothingThere):  # nothing is left of what they answered: nor of its row
            self.part.withdraw(found.id, press.person)

    def _withdraw(self, found: TeamSession, press: Press) -> Reply:
        say = self.words.say_in_teams
        with contextlib.suppress(NothingThere):
            self.part.withdraw(found.id, press.person)
        lines = [say("withdrawn_lead", when=as_moment(found.closes_at))]
        actions = [button(say("begin_again"), "begin", found.id), self._support(found)]
        return Reply.of(make_card(self.words.say("withdrawn_title"), lines, actions=actions))

    def _sent(
        self, found: TeamSession, answers: Answers, told: Sequence[str], urgent: Sequence[str]
    ) -> dict[str, object]:
        say, when = self.words.say_in_teams, as_moment(found.closes_at)
        if answers.is_empty:
            actions = [button(say("begin_again"), "begin", found.id), self._support(found)]
            return make_card(say("nothing_heading"), [say("nothing_lead", when=when)], actions=actions)
        actions = [
            button(say("change"), "begin", found.id),
            button(say("withdraw"), "withdraw", found.id),
            self._support(found),
        ]
        return make_card(say("sent_heading"), [*told, say("sent_lead", when=when)], actions=actions, urgent=urgent)

    def _page(
        self,
        found: TeamSession,
        press: Press,
        place: int,
        sender: str,
        *,
        told: Sequence[str] = (),
        urgent: Sequence[str] = (),
    ) -> Reply:
        """One part: for them with what they answered before, and in the chat without."""
        values = _values(self._before(found, press), found, place)
        lasting = self._show(found, place, sender, {}, told=told, urgent=urgent, kept=bool(values))
        if not values:
            return Reply.of(lasting)
        return Reply(self._show(found, place, sender, values, told=told, urgent=urgent), lasting)

    def _show(
        self,
        found: TeamSession,
        place: int,
        sender: str,
        values: Mapping[str, str],
        *,
        told: Sequence[str] = (),
        urgent: Sequence[str] = (),
        names: Sequence[str] | None = None,
        kept: bool = False,
        fresh: bool | None = None,
    ) -> dict[str, object]:
        """names: ask whether names may stay, in the answers to these questions. fresh: what is left empty stays as it
        was answered before; None: so it is where nothing is filled in.
        """
        last = place + 1 == _parts(found)
        told = [*told, self.words.say_in_teams("kept_here")] if kept else told
        return theme_page(
            self.waymark.content,
            found,
            place,
            values,
            fresh=not values if fresh is None else fresh,
            told=told,
            urgent=urgent,
            names=names,
            ask_leads=last and not self._leads(found, sender),
        )

    def _before(self, found: TeamSession, press: Press) -> Answers:
        try:
            return self.part.read(found.id, press.person)
        except NothingThere:
            return Answers()

    def _leads(self, found: TeamSession, sender: str) -> bool:
        """Whether this is the account of who leads the session, or did. Their answer does not count for the minimum."""
        with self.waymark.database.session() as session:
            linked = find_linked(session, sender)
            return linked is not None and linked.id in store.list_leaders(session, found)

    def _support_beside(self, found: TeamSession, press: Press, sender: str) -> Reply:
        """The support services above what they were at, with what they typed still in the fields."""
        urgent = self._urgent("interrupt")[:2]
        if "part" not in press.carried:
            return Reply(words=" ".join(urgent))
        place, fresh = _place(press, found), _is_fresh(press)
        return Reply(self._show(found, place, sender, press.typed, urgent=urgent, fresh=fresh), words=" ".join(urgent))

    def _urgent(self, tier: str) -> list[str]:
        if tier != "interrupt":
            return []
        limits = self.words.say_in_teams("support_limits")
        return [self.words.say("support_strong"), limits, self.words.say("screened")]

    def _support(self, found: TeamSession) -> dict[str, object]:
        return button(self.words.say_in_teams("support"), "support", found.id)

    def _late(self) -> Reply:
        say = self.words.say_in_teams
        return Reply.of(make_card(say("too_late_heading"), [say("too_late")]))


def _is_fresh(press: Press) -> bool:
    """Whether the card that was pressed showed nothing of what was answered before: what is empty there is not gone."""
    return bool(press.carried.get("fresh"))


def _parts(found: TeamSession) -> int:
    return len(found.themes) + bool(found.steps)


def _place(press: Press, found: TeamSession) -> int:
    part = press.carried.get("part", "")
    return min(int(part), _parts(found) - 1) if part.isdecimal() and len(part) < 3 else 0


def _unread(text: Text) -> Text:
    """A text that waits for its writer's word on the names in it: until then nobody reads it."""
    return replace(text, use=Use.TOPIC) if text.use is Use.QUOTE and suspected_names(text.words) else text


def _allowed(text: Text, question: str, press: Press) -> Text:
    """A text that is kept already, read by the team once its writer says that the names in it may stay."""
    asked = question in press.carried.get("names", "").split(",") and press.typed.get("names") == "true"
    return replace(text, use=Use.QUOTE) if asked and text.use is Use.TOPIC else text


def _values(answers: Answers, found: TeamSession, place: int) -> dict[str, str]:
    """What stands in the fields of a part for somebody who answered it before."""
    leads = {"leads": "true"} if answers.leads and place + 1 == _parts(found) else {}
    if place >= len(found.themes):
        return ({"pick": ",".join(map(str, answers.picks))} if answers.picks else {}) | leads
    given = answers.themes.get(found.themes[place])
    if given is None or given.is_empty:
        return leads
    values = {question: text.words for question, text in given.texts.items()}
    values |= {f"quote-{question}": "true" for question, text in given.texts.items() if text.use is Use.QUOTE}
    return values | ({"rating": given.rating} if given.rating else {}) | leads
