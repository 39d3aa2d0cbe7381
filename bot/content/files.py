"""The shape of each file in data/content, so that a file is checked as a whole."""

from __future__ import annotations

from pydantic import Field

from bot.content.fields import Frozen, Words
from bot.content.glossary import GlossaryWord, WaysToAsk
from bot.content.types import (
    Audience,
    Benchmark,
    Guidance,
    Named,
    Organisation,
    RatingScale,
    Source,
    SupportService,
    Theme,
    WaitingService,
)


class RoadmapFile(Frozen):
    themes: tuple[Theme, ...] = Field(min_length=1, description="the themes of the Roadmap")
    principles: tuple[Named, ...] = Field(min_length=1, description="the principles")
    five_rs: tuple[Named, ...] = Field(min_length=1, description="the 5 Rs")
    rating_scale: RatingScale = Field(description="the choices of the self-rating")


class GlossaryFile(Frozen):
    ways_to_ask: WaysToAsk = Field(description="how people ask about a word")
    glossary: tuple[GlossaryWord, ...] = Field(min_length=1, description="the words and what they mean")


class GuidanceFile(Frozen):
    guidance: tuple[Guidance, ...] = Field(description="a list of at least four pieces of guidance")


class AudiencesFile(Frozen):
    audiences: tuple[Audience, ...] = Field(description="those whom some guidance is for")


class SourcesFile(Frozen):
    how_checked: Words = Field(description="what 'checked' means in these files")
    sources: tuple[Source, ...] = Field(min_length=1, description="the sources")


class SupportFile(Frozen):
    support: tuple[SupportService, ...] = Field(min_length=1, description="the support services, 999 first")
    at_work: tuple[SupportService, ...] = Field(
        default=(), description="services for what happens at work, named only to somebody who tells of it"
    )
    not_shown_yet: tuple[WaitingService, ...] = Field(default=(), description="services to check before they are shown")


class OrganisationFile(Frozen):
    organisation: Organisation = Field(description="the organisation")


class BenchmarkFile(Frozen):
    benchmark: Benchmark = Field(description="the national benchmark")
