"""What goes well is read first: strengths, steps that people took, and what was done, within the area and on record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.store.actions import Plan, Status, plan_action, set_status
from bot.store.changes import publish, withdraw, write_change
from bot.store.progress import show_progress

TODAY = datetime.now(UTC).date()


@pytest.fixture
def way(database, share):
    """A step that was taken and two that were not, an action that is done and one that was, a change in each state."""
    taken = share(next_step="Ask the team", day=TODAY - timedelta(days=9))
    for choice, one in (("done", taken), ("not_yet", share(next_step="Not this step"))):
        with database.session() as session:
            show_progress(session, one, choice)
    share(next_step="Nor this step")
    with database.session() as session:
        for what, theme in (("A quiet room", "leadership"), ("A new budget", "budgets")):
            done = plan_action(session, Plan(what, "Estates", TODAY, theme), "morag")
            set_status(session, done, Status.DONE, f"{what} is used", "morag")
            set_status(session, done, Status.DONE, "", "morag")
        again = plan_action(session, Plan("Not done after all", "Estates", TODAY), "morag")
        set_status(session, again, Status.DONE, "", "morag")
        set_status(session, again, Status.STARTED, "", "morag")
        for did, theme in (
            ("A heater came", "leadership"),
            ("A fund came", "budgets"),
            ("Withdrawn", None),
            ("Draft", None),
        ):
            change = write_change(session, None, theme=theme, team=None, said="It is cold", did=did)
            if did != "Draft":
                publish(change, TODAY)
            if did == "Withdrawn":
                withdraw(change)
    return taken


def test_one_way_of_steps_actions_and_what_was_told(signed_in, way, audited):
    page = signed_in.get("/strengths").text
    for said in ("Ask the team", "The author says: done", "A quiet room is used", "A heater came", "A fund came"):
        assert said in page
    for unsaid in ("Not this step", "Nor this step", "Not done after all", "Withdrawn", "Draft"):
        assert unsaid not in page
    assert page.index("A quiet room") < page.index("Ask the team"), "the latest day comes first"
    assert way in {event.subject for event in audited() if event.event == "reflection_viewed"}


def test_only_ones_own_area_is_there(signed_in, way, share, become):
    share(theme="budgets", strengths="Money is fair")
    share(team="schools", strengths="The schools are kind")
    become(themes=["leadership"], teams=["housing"])
    page = signed_in.get("/strengths").text
    for outside in ("Money is fair", "The schools are kind", "A new budget", "A fund came"):
        assert outside not in page
    assert "Our team lead asks how we are." in page
    assert signed_in.get("/strengths?theme=budgets").status_code == 404
    assert signed_in.get("/strengths?theme=leadership").status_code == 200


def test_a_themes_page_begins_with_what_goes_well(signed_in, share, audited):
    shown = [share(strengths=f"Good thing {n}", day=TODAY - timedelta(days=n)) for n in range(4)]
    share(theme="budgets", strengths="Another theme")
    page = signed_in.get("/themes/leadership").text
    assert [f"Good thing {n}" in page for n in range(4)] == [True, True, True, False]
    assert "Another theme" not in page
    assert page.index("Good thing 0") < page.index("There are no figures yet")
    assert [event.subject for event in audited() if event.event == "reflection_viewed"] == shown[:3]
