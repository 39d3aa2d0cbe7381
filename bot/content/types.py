"""What the bot knows, as frozen typed objects.

One class for each thing an editor writes in data/content. The descriptions of the fields are what an editor reads when
a field is missing, so they are written for them. docs/content-guide.md explains each file.
"""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from bot.content.fields import Frozen, Id, Link, PastDate, Percent, Phone, Question, Text, ToTry, Words, refuse
from bot.content.helps import Line, ThemeHelps
from bot.content.rules import Amiss


class Source(Frozen):
    """A publication that content rests on, with what we may quote from it."""

    id: Id = Field(description="a short name, such as 'workforce-survey-2024'")
    title: Text = Field(description="the title, as the publisher writes it")
    publisher: Text = Field(description="who published it")
    url: Link = Field(description="the whole web address")
    licence: Text | None = Field(description="the licence it names, or null when nobody has looked yet")
    permission: Words = Field(description="what we may quote from it")
    confidence: Literal["confirmed", "inferred", "weak"] = Field(
        description="'confirmed' (read in the source), 'inferred' or 'weak' (a blog, or a page that copies others)"
    )
    checked: PastDate = Field(description="the day it was last checked, as year-month-day")


class Theme(Frozen):
    """A theme of the Roadmap: the official statement where there is one, and our own words and questions."""

    id: Id = Field(description="the theme's short name, such as 'service-design'")
    number: int = Field(ge=1, description="the theme's place in the Roadmap, from 1")
    name: Text = Field(description="the theme's name")
    also: tuple[Text, ...] = Field(default=(), description="what people call the theme, in small letters")
    line: Line = Field(description="one line, up to 14 words, for somebody who never heard of the theme")
    about: Words = Field(description="what the theme covers, in our words")
    statement: Text | None = Field(description="the official 2024 survey statement word for word, or null")
    statement_source: Id | None = Field(description="the id of the statement's source in sources.yml, or null")
    content_note: Words = Field(description="a gentle line on what the theme may touch on")
    strengths: Question = Field(description="one question about what is going well")
    opportunities: Question = Field(description="one question about what would help")
    next_step: Question = Field(description="one question about one small next step")
    rating: Question = Field(description="one question that the shared choices under rating_scale can answer")
    helps: ThemeHelps = Field(description="for each question: 'example', 'other_way' and 'smaller'")

    @model_validator(mode="after")
    def _credit_the_statement(self) -> Self:
        if (self.statement is None) != (self.statement_source is None):
            refuse(
                (
                    Amiss(
                        "a statement and its source go together, and one of them is missing",
                        "fill in both 'statement' and 'statement_source', or make both null",
                    ),
                )
            )
        return self


class Named(Frozen):
    """A principle, or one of the 5 Rs: its name and one plain line in our words."""

    id: Id = Field(description="a short name, such as 'safety'")
    name: Text = Field(description="the name")
    line: Words = Field(description="one line in our words")
    source: Id = Field(description="the id of its source in sources.yml")


class RatingChoice(NamedTuple):
    """A choice of the self-rating. The wording is ours, not the Roadmap's."""

    id: Id
    label: Words


class RatingScale(Frozen):
    """The shared choices of the self-rating and the line that says they are ours."""

    note: Words = Field(description="a line that says the scale is our own and optional")
    choices: tuple[RatingChoice, ...] = Field(min_length=2, description="the choices, each with an id and a label")


class Guidance(Frozen):
    """A page worth reading, one thing from it to try tomorrow, and the words and examples by which it is found."""

    id: Id = Field(description="a short name that no other piece of guidance has")
    theme: Id = Field(description="the theme's id (it comes from the name of the file)")
    title: Words = Field(description="what is in it, in our words, such as 'How to say sorry so that it counts'")
    url: Link = Field(description="the page's whole web address")
    source: Id = Field(description="the id of its source in sources.yml")
    checked: PastDate = Field(description="the day it was last checked, as year-month-day")
    line: Words = Field(description="one line in our words")
    try_this: ToTry = Field(
        description="one small, free, kind thing to try tomorrow, in our words: at most 40, and no question"
    )
    keywords: tuple[Text, ...] = Field(
        min_length=8, max_length=40, description="8 to 40 words that people would really type"
    )
    examples: tuple[Text, ...] = Field(
        min_length=2, max_length=40, description="2 to 40 short reflections that it fits, as staff would write them"
    )
    telling: tuple[Text, ...] = Field(
        default=(), description="those of the keywords that can be given as the reason: nobody types them by accident"
    )
    general: bool = Field(default=False, description="true when it helps almost anybody who chose the theme")
    only_for: tuple[Id, ...] = Field(default=(), description="the ids of those it is for, from audiences.yml")
    fits_work: tuple[Id, ...] = Field(
        default=(), description="the kinds of work it feels right for, from audiences.yml; it comes sooner for them"
    )
    note: Words | None = Field(default=None, description="what to know first, such as 'From the United States.'")


class Audience(Frozen):
    """Those whom some guidance is for, known by words that they type. Some of them are kinds of work to choose."""

    id: Id = Field(description="a short name, such as 'school'")
    name: Text = Field(description="who they are")
    work: Text | None = Field(
        default=None, description="for a kind of work that people can choose: its name, as they would press it"
    )
    words: tuple[Text, ...] = Field(min_length=1, description="words, in small letters, that only they would type")
    includes: tuple[Id, ...] = Field(default=(), description="the kinds of work whose people all belong to it")
    assumed_unless: tuple[Id, ...] = Field(
        default=(), description="for those so many that they need not say who they are: whose words speak against it"
    )


DisclosureKind = Literal[
    "bullying", "discrimination", "safeguarding", "mistreatment", "whistleblowing", "complaint", "burnout", "grief"
]
"""What somebody may tell of their work that is no emergency and has a route of its own (see disclosures.yml)."""


class SupportService(Frozen):
    """A support service in Scotland. What nobody could confirm is left out, with a note to check it."""

    id: Id = Field(description="a short name, such as 'samaritans'")
    name: Text = Field(description="the service's name")
    phone: Phone | None = Field(description="the phone number in quotes, or null")
    contact: tuple[Words, ...] = Field(description="other ways to get in touch, each a short line, or an empty list []")
    hours: Words | None = Field(description="when it is open, or null when nobody could confirm it")
    who_for: Words = Field(description="who it is for, in one line")
    source: Id = Field(description="the id of its source in sources.yml")
    evidence: Text = Field(description="how old the evidence is, such as 'November 2024'")
    checked: PastDate = Field(description="the day it was last checked, as year-month-day")
    confidence: Literal["high", "medium", "low"] = Field(description="'high', 'medium' or 'low'")
    urgent: bool = Field(description="true when any adult in distress can reach it at any hour, or else false")
    to_check: Words | None = Field(default=None, description="what a person still has to check")
    disclosures: tuple[DisclosureKind, ...] = Field(
        default=(), description="for what somebody may tell it is named, such as [bullying, complaint]"
    )
    order: int = Field(ge=1, description="its place in the file (this is counted for you)")

    @model_validator(mode="after")
    def _leave_doubts_out(self) -> Self:
        amiss: list[Amiss] = []
        if self.phone is None and not self.contact:
            amiss.append(
                Amiss(
                    f"'{self.id}' has no way to get in touch",
                    "add a phone number or a contact line, or move it to 'not_shown_yet'",
                )
            )
        if self.confidence == "low":
            fix = "check it first, or move it to 'not_shown_yet'"
            amiss.append(Amiss(f"'{self.id}' has low confidence, so it must not be shown", fix))
        if self.to_check is None and (self.hours is None or self.confidence != "high"):
            amiss.append(Amiss(f"'{self.id}' has a doubt and no note of it", "say under 'to_check' what to check"))
        refuse(tuple(amiss))
        return self


class WaitingService(Frozen):
    """A service that is not shown, because how to reach it is not known well enough."""

    name: Text = Field(description="the service's name")
    source: Id = Field(description="the id of its source in sources.yml")
    to_check: Words = Field(description="what a person still has to check")


class Team(Frozen):
    """A team that people can share a reflection under."""

    id: Id = Field(description="a short name, such as 'housing'")
    name: Text = Field(description="the team's name, as people say it")


class LocalSupport(Frozen):
    """A way to get support inside the organisation."""

    name: Text = Field(description="its name, such as 'Occupational health'")
    how: Words = Field(description="how to reach it, in one or two lines")


Route = Annotated[Words | None, Field(description="how to reach it, in one short line, or null")]
"""Where somebody turns with what happens at work. What is null is left out of what Waymark says."""


class Organisation(Frozen):
    """The organisation that runs this copy of Waymark."""

    name: Text = Field(description="the organisation's name")
    sample: bool = Field(default=False, description="true while this is only an example")
    teams: tuple[Team, ...] = Field(min_length=1, description="the teams, each with an id and a name")
    retention_days: int = Field(ge=1, le=3650, description="how many days a saved reflection is kept")
    grace_days: int = Field(default=14, ge=0, le=90, description="for how many days more the return code opens it")
    warning_days: int = Field(default=30, ge=1, le=365, description="how many days before the end people are told")
    local_support: tuple[LocalSupport, ...] = Field(min_length=1, description="ways to get support at work")
    safeguarding_lead: Route = None
    whistleblowing: Route = None
    hr: Route = None
    union: Route = None
    occupational_health: Route = None
    dignity_at_work: Route = None


class BenchmarkRow(Frozen):
    """One statement of the national survey, with its figures in percent, or None while nobody has copied them."""

    theme: Id = Field(description="the id of the theme")
    statement: Text = Field(description="the official statement, as in roadmap.yml")
    agree: Percent | None = Field(description="the percent who agree, or null")
    neither: Percent | None = Field(description="the percent who neither agree nor disagree, or null")
    disagree: Percent | None = Field(description="the percent who disagree, or null")


class Benchmark(Frozen):
    """The national benchmark. It ships without figures: they could not be read, and none are guessed."""

    name: Text = Field(description="the survey's name")
    source: Id = Field(description="the id of its source in sources.yml")
    url: Link = Field(description="the page that has the figures")
    figures_copied: PastDate | None = Field(description="the day a person copied the figures, or null")
    why_empty: Words | None = Field(description="why there are no figures yet, or null when there are")
    rows: tuple[BenchmarkRow, ...] = Field(min_length=1, description="one row for each statement")

    @property
    def has_figures(self) -> bool:
        """True when a person has copied the figures, so that a comparison may be shown."""
        return self.figures_copied is not None

    @model_validator(mode="after")
    def _no_guessed_figures(self) -> Self:
        filled = any(figure is not None for row in self.rows for figure in (row.agree, row.neither, row.disagree))
        if filled and self.figures_copied is None:
            refuse(
                (
                    Amiss(
                        "there are figures, and nobody has said when they were copied",
                        "write the day under 'figures_copied', or make the figures null",
                    ),
                )
            )
        if not filled and self.why_empty is None:
            refuse((Amiss("there are no figures and no reason", "say why under 'why_empty'"),))
        return self
