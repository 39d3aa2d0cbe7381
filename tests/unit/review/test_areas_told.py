"""What is said and offered to somebody is true for their area: filters, themes, tags, lists and empty pages."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from bot.store.changes import LISTED
from bot.store.tables import Change, Reflection


def choices(page, name):
    """The values that a choice of a page offers."""
    return re.findall('value="([^"]*)"', re.search(rf'<select[^>]*name="{name}".*?</select>', page.text, re.S)[0])


def test_somebody_with_some_themes_filters_by_team(signed_in, become, share):
    share(team="housing", strengths="From housing.")
    share(team="schools", strengths="From schools.")
    become(themes=["leadership"])
    assert "housing" in choices(signed_in.get("/reflections"), "team")
    found = signed_in.get("/reflections?team=housing").text
    assert "From housing." in found
    assert "From schools." not in found


def test_somebody_with_some_teams_is_offered_those_alone(signed_in, become, share):
    share(team="schools")
    become(teams=["housing"])
    assert choices(signed_in.get("/reflections"), "team") == ["", "housing"]
    assert choices(signed_in.get("/changes"), "team") == ["", "housing"]


@pytest.mark.parametrize("path", ["/reflections", "/changes", "/actions", "/actions/new"])
def test_only_themes_of_the_area_are_offered(signed_in, become, path):
    become(themes=["leadership"])
    offered = choices(signed_in.get(path), "theme")
    assert offered == ["", "leadership"]
    assert choices(signed_in.get(f"{path}?theme=budgets"), "theme") == offered


def test_what_is_about_all_themes_is_not_offered_where_it_is_refused(signed_in, become):
    become(themes=["leadership"])
    page = signed_in.get("/changes").text
    assert "All themes</option>" not in page
    assert "Choose a theme</option>" in page


def test_tags_are_those_of_the_area(signed_in, become, share):
    ours, theirs = share(), share(theme="budgets")
    for reflection, tag in ((ours, "heating"), (theirs, "pay talks")):
        signed_in.post(f"/reflections/{reflection}/review", data={"tags": tag})
    become(themes=["leadership"])
    for path in ("/reflections", f"/reflections/{ours}"):
        page = signed_in.get(path).text
        assert "heating" in page
        assert "pay talks" not in page


def test_a_tag_that_nothing_carries_any_more_is_not_offered(signed_in, share, database):
    one = share()
    share()
    signed_in.post(f"/reflections/{one}/review", data={"tags": "heating"})
    with database.session() as session:
        session.delete(session.get_one(Reflection, one))
    assert "heating" not in signed_in.get("/reflections").text


@pytest.mark.parametrize("path", ["/", "/reflections", "/themes"])
def test_somebody_without_an_area_is_told_so(signed_in, become, share, path):
    share()
    become(themes=[])
    page = signed_in.get(path).text
    assert "You have no area yet." in page
    assert "Nothing has been shared" not in page
    assert "You are up to date" not in page


def test_what_lies_outside_is_not_denied(signed_in, become, share):
    share(theme="budgets")
    become(themes=["leadership"])
    assert "Nothing has been shared in your area yet." in signed_in.get("/reflections").text
    assert "Everything in my area" in signed_in.get("/reports").text


def test_changes_of_others_do_not_push_ones_own_off_the_list(signed_in, become, database):
    with database.session() as session:
        for theme, day, many in (("leadership", 1, 1), ("budgets", 2, LISTED)):
            written = datetime(2026, 1, day, tzinfo=UTC)
            session.add_all(
                Change(theme=theme, said=f"{theme} words", did="x", written_at=written) for _ in range(many)
            )
    become(themes=["leadership"])
    page = signed_in.get("/changes")
    assert "leadership words" in page.text
    assert "budgets words" not in page.text
