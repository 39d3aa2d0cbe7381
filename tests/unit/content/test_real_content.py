"""The content that ships: it loads, it is fast, it has what people need, and it states nothing that is not known."""

from __future__ import annotations

import re
import time
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from bot.content import Content, check_question, check_wording, load_content
from bot.content.located import read_yaml
from bot.content.sentences import split_sentences

CONTENT = Path(__file__).parents[3] / "data" / "content"
FILES = sorted(path for path in CONTENT.rglob("*.yml") if "safety" not in path.parts)
THEMES = (
    "culture",
    "leadership",
    "workforce-care",
    "power-sharing",
    "knowledge",
    "feedback",
    "policies",
    "budgets",
    "service-design",
)
QUESTIONS = ("strengths", "opportunities", "next_step", "rating")


def test_nine_themes_in_order(content: Content) -> None:
    assert tuple(theme.id for theme in content.themes) == THEMES
    assert [theme.number for theme in content.themes] == list(range(1, 10))


def test_only_culture_has_no_official_statement(content: Content) -> None:
    assert [theme.id for theme in content.themes if theme.statement is None] == ["culture"]
    assert {theme.statement_source for theme in content.themes if theme.statement} == {"workforce-survey-2024"}


def test_thirty_six_different_questions_keep_the_rules(content: Content) -> None:
    questions = [getattr(theme, name) for theme in content.themes for name in QUESTIONS]
    assert len(set(questions)) == 36
    assert [question for question in questions if check_question(question)] == []


def test_a_self_rating_is_always_optional_and_ours(content: Content) -> None:
    assert all(theme.rating.startswith("If you like") for theme in content.themes)
    assert "our own" in content.rating_note
    assert [choice.id for choice in content.rating_scale][-2:] == ["not-sure", "prefer-not-to-say"]


def test_every_content_note_says_that_anything_can_be_skipped(content: Content) -> None:
    assert all("You can skip anything" in theme.content_note for theme in content.themes)


def test_principles_and_five_rs(content: Content) -> None:
    assert [p.id for p in content.principles] == ["safety", "trust", "choice", "collaboration", "empowerment"]
    assert [r.id for r in content.five_rs] == ["realise", "recognise", "respond", "resist", "relationships"]


@pytest.mark.parametrize("theme", THEMES)
def test_guidance_has_what_it_needs(content: Content, theme: str) -> None:
    pieces = content.guidance_for(theme)
    assert len(pieces) >= 8
    assert sum(piece.source != "substance-use-pathfinders" for piece in pieces) >= 2
    for piece in pieces:
        assert content.source(piece.source).title
        assert len(set(piece.keywords)) == len(piece.keywords), piece.id
        assert len(set(piece.examples)) == len(piece.examples) >= 2
        assert len(split_sentences(piece.line)) <= 2


@pytest.mark.parametrize("theme", THEMES)
def test_something_feels_right_for_people_who_are_no_clinicians(content: Content, theme: str) -> None:
    fitting = {work for piece in content.guidance_for(theme) for work in (*piece.fits_work, *piece.only_for)}
    assert {"front-desk", "depot", "housing"} <= fitting


def test_there_are_eight_kinds_of_work_to_choose(content: Content) -> None:
    kinds = ["school", "care", "health", "social-work", "justice", "housing", "front-desk", "depot"]
    assert [kind.id for kind in content.kinds_of_work] == kinds
    assert all(len((kind.work or "").split()) <= 6 for kind in content.kinds_of_work)


def test_a_title_says_what_is_in_a_piece_and_what_to_try_is_a_thing_to_do(content: Content) -> None:
    titles = [piece.title for piece in content.guidance]
    assert len(set(titles)) == len(titles)
    dull = re.compile(r"\b(report|annex|chapter|appendix|executive summary|handbook|toolkit|framework|page)\b", re.I)
    assert [title for title in titles if dull.search(title) or len(title.split()) > 14] == []
    tried = [piece.try_this for piece in content.guidance]
    assert len(set(tried)) == len(tried)
    assert [words for words in tried if len(split_sentences(words)) > 3 or "!" in words or check_wording(words)] == []


def test_older_and_foreign_guidance_says_so(content: Content) -> None:
    notes = {piece.id: piece.note or "" for piece in content.guidance}
    assert "took the place" in notes["policies-toolkit-questions"]
    assert "took the place" in notes["design-safe-places"]
    assert "United States" in notes["budgets-us-finance"]
    assert "2020" in notes["care-staff-line"]
    assert all(notes[piece.id] for piece in content.guidance if piece.source in {"toolkit-2021", "national-council"})


def test_no_benchmark_figure_ships(content: Content) -> None:
    assert not content.benchmark.has_figures
    assert content.benchmark.why_empty
    assert [row.theme for row in content.benchmark.rows] == list(THEMES[1:])
    assert {f for row in content.benchmark.rows for f in (row.agree, row.neither, row.disagree)} == {None}


def test_support_begins_with_999_and_what_is_not_known_is_empty(content: Content) -> None:
    support = {service.id: service for service in content.support}
    assert [(s.order, s.phone) for s in content.support][:3] == [(1, "999"), (2, "111"), (3, "116 123")]
    assert [service.order for service in content.support] == list(range(1, len(support) + 1))
    for unknown in ("rape-crisis", "future-pathways", "victim-support", "staff-line"):
        assert support[unknown].hours is None
        assert support[unknown].to_check
    assert all(service.confidence != "low" for service in content.support)


def test_urgent_services_answer_at_any_hour(content: Content) -> None:
    urgent = [service for service in content.support if service.urgent]
    assert [service.id for service in urgent] == ["emergency", "nhs-24", "samaritans", "shout"]
    assert all(re.search(r"^(All day, every day|Always open)", service.hours or "") for service in urgent)


def test_numbers_that_are_too_old_or_english_are_nowhere() -> None:
    everything = re.sub(r"\s", "", "".join(path.read_text(encoding="utf-8") for path in FILES))
    for number in ("03001232523", "08088010500", "63.7", "16.2%"):
        assert number not in everything


def test_a_licence_is_only_claimed_where_it_is_known(content: Content) -> None:
    for source in content.sources:
        if source.licence:
            assert source.url.startswith("https://www.gov.scot/"), source.id
            assert source.licence == "Open Government Licence v3.0"


def test_every_source_is_used(content: Content) -> None:
    answers = CONTENT.parent / "responses"
    used = {found for path in answers.glob("*.yml") for found in re.findall(r"rests_on: ([\w-]+)}", path.read_text())}
    used |= {piece.source for piece in content.guidance} | {service.source for service in content.support}
    used |= {service.source for service in (*content.at_work, *content.support_not_shown)} | {content.benchmark.source}
    used |= {word.source for word in content.glossary if word.source}
    used |= {named.source for named in (*content.principles, *content.five_rs)}
    assert {source.id for source in content.sources} - used == set()


def test_the_organisation_is_plainly_a_sample(content: Content) -> None:
    organisation = content.organisation
    assert organisation.sample
    assert "sample" in organisation.name
    assert organisation.retention_days == 365
    assert 5 <= len(organisation.teams) <= 6
    assert len(organisation.local_support) == 4


def test_words_are_short_and_plain(content: Content) -> None:
    """Two measures that need no word list: ARI and Coleman-Liau. Grade 5 to 7 is a reading age of about 10 to 12."""
    words = [
        text
        for theme in content.themes
        for text in (theme.about, theme.content_note, *(getattr(theme, name) for name in QUESTIONS))
    ]
    words += [text for piece in content.guidance for text in (piece.title, piece.line, piece.try_this)] + [
        n.line for n in (*content.principles, *content.five_rs)
    ]
    assert [text for text in words if check_wording(text)] == []
    lengths = [len(sentence.split()) for text in words for sentence in split_sentences(text)]
    assert sum(lengths) / len(lengths) < 15
    total, letters = sum(lengths), sum(len(re.findall(r"\w", text)) for text in words)
    assert 4.71 * letters / total + 0.5 * total / len(lengths) - 21.43 < 6.5
    assert 5.88 * letters / total - 29.6 * len(lengths) / total - 15.8 < 7.5


def test_no_file_looks_like_training_data_to_rasa() -> None:
    rasa = {
        "responses",
        "nlu",
        "rules",
        "stories",
        "intents",
        "entities",
        "slots",
        "forms",
        "actions",
        "e2e_actions",
        "session_config",
        "version",
    }
    for path in FILES:
        assert not rasa & set(YAML(typ="safe").load(path.read_text(encoding="utf-8"))), path.name


def test_content_is_frozen(content: Content) -> None:
    with pytest.raises(ValidationError):
        content.themes[0].name = "Other"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        content.themes = ()  # type: ignore[misc]


def test_unknown_ids_are_a_key_error(content: Content) -> None:
    assert content.theme("culture").number == 1
    with pytest.raises(KeyError):
        content.theme("cultur")
    with pytest.raises(KeyError):
        content.source("nobody")
    assert content.guidance_for("nobody") == ()


def test_loading_is_fast() -> None:
    """Once, at start. The limit is on processor time, as other work may hold the machine up."""
    read_yaml.cache_clear()
    begun = time.process_time()
    load_content(CONTENT)
    assert time.process_time() - begun < 3.0  # some .6 s for the guidance, as much for openings and disclosures


def test_at_most_one_piece_of_a_theme_is_general_and_none_of_them_is_narrow(content: Content) -> None:
    for theme in THEMES:
        general = [piece for piece in content.guidance_for(theme) if piece.general]
        assert len(general) <= 1
        assert not any(piece.only_for for piece in general)


def test_no_theme_is_for_some_people_alone(content: Content) -> None:
    assert all(any(not piece.only_for for piece in content.guidance_for(theme)) for theme in THEMES)
