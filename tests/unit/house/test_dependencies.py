"""Dependencies are young or have a reason, and the two generated pages say what is true."""

from __future__ import annotations

import sys

import pytest
from house import DOCS, ROOT

sys.path.insert(0, str(ROOT / "tools"))

import dependency_ages as ages
import third_party

LOCK = ages.read_lock()


@pytest.mark.parametrize("dependency", ages.direct(LOCK), ids=lambda dependency: dependency.name)
def test_a_direct_dependency_is_of_the_last_12_months_or_has_a_reason(dependency: ages.Dependency) -> None:
    assert not dependency.is_older(ages.ON) or ages.OLDER.get(dependency.name)


def test_what_we_restate_for_rasa_is_young_or_has_a_reason() -> None:
    older = {dependency.name for dependency in ages.restated(LOCK) if dependency.is_older(ages.ON)}
    assert older == set(ages.OLDER_FOR_RASA)


def test_no_reason_outlives_its_need() -> None:
    older = {dependency.name for dependency in ages.direct(LOCK) if dependency.is_older(ages.ON)}
    assert older == set(ages.OLDER)


def test_ages_count_to_a_day_after_the_last_update_of_the_lock() -> None:
    assert ages.newest_release(LOCK) <= ages.ON


def test_months_are_full_months() -> None:
    made = ages.Dependency("x", "1", ages.date(2025, 11, 22), "")
    assert (made.months(ages.date(2026, 11, 21)), made.is_older(ages.date(2026, 11, 22))) == (11, False)
    assert (made.months(ages.date(2026, 11, 22)), made.is_older(ages.date(2026, 11, 23))) == (12, True)


def test_the_page_of_dependencies_is_fresh() -> None:
    assert (DOCS / "dependencies.md").read_text(encoding="utf-8") == ages.write_page(LOCK)


@pytest.mark.skipif(sys.platform != "linux", reason="the page is written on Linux")
def test_the_page_of_third_parties_is_fresh() -> None:
    assert (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8") == third_party.write_page()


def test_no_development_package_is_needed_at_run_time() -> None:
    ours = {dependency.name for dependency in ages.direct(LOCK) if dependency.group}
    assert ours & set(third_party.run_time_packages()) <= {"httpx"}  # huggingface_hub brings it: tokenizers needs that
