"""Each kind of mistake gives one kind line: the file, the line, what is amiss and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content import ContentError, load_content

CULTURE = "guidance/culture.yml"
STRENGTHS = "strengths: What helps people in your team to feel looked after at work?"
FIRST_KEYWORDS = "keywords: [culture, values, atmosphere, fire fighting, crisis mode, reacting, rushed, calm,"
RATING = "- {id: not-yet, label: Not yet}"
LINE = "line: Breaks, support, and what there is for staff after a hard day."
EXAMPLE = "example: >-\n          A social worker might write: “Put lunch in the diary as if it was a meeting.”"
SMALLER = "One word is enough. Which word on a form or a sign would you swap for a softer one?"
MEANS = "means: Prevalence means how common something is."

ONE_FIELD = [
    # file, what stands there, what the editor writes, the words of the problem
    ("roadmap.yml", "name: Leadership", "nmae: Leadership", "'nmae' is not a field of this part"),
    ("roadmap.yml", "number: 2", "number: two", "'number' cannot be 'two'"),
    ("roadmap.yml", "number: 2", "number: 1", "the number '1' is already used at data/content/roadmap.yml:11"),
    ("roadmap.yml", "name: Leadership", "name:", "'name' is empty"),
    ("roadmap.yml", STRENGTHS, STRENGTHS + " Or not?", "one question mark, and this has 2"),
    ("roadmap.yml", STRENGTHS, "strengths: Tell us what helps.", "one question mark, and this has 0"),
    ("roadmap.yml", STRENGTHS, "strengths: What helps? Tell us.", "the question mark is not at the end"),
    ("roadmap.yml", STRENGTHS, "strengths: Why do you not take breaks?", "'why' can sound like blame"),
    ("roadmap.yml", STRENGTHS, "strengths: What did you do that was wrong?", "'wrong' can sound like blame"),
    ("roadmap.yml", STRENGTHS, "strengths: What should've gone better?", "'should've' can sound like blame"),
    ("roadmap.yml", STRENGTHS, "strengths: I know. What helps?", "'I know' says that a machine knows"),
    ("roadmap.yml", STRENGTHS, "strengths: You’ll be fine. What helps?", "is a promise that we cannot keep"),
    ("roadmap.yml", STRENGTHS, "strengths: What is your own trauma?", "asks about the person's own life"),
    ("roadmap.yml", STRENGTHS, f"strengths: What {'long ' * 25}day helped?", "a sentence has 28 words"),
    (
        "roadmap.yml",
        "statement_source: workforce-survey-2024",
        "statement_source: workforce-survey-2042",
        "the source 'workforce-survey-2042' is not in sources.yml",
    ),
    (
        "roadmap.yml",
        LINE,
        "line: How people in charge treat trauma.",
        "the word 'trauma' comes before the content note",
    ),
    ("roadmap.yml", LINE, f"line: {'so ' * 14}on.", "this has 15 words, and 14 is the most"),
    ("roadmap.yml", LINE, "line: Who leads?", "a line asks nothing"),
    ("roadmap.yml", EXAMPLE, "example: Put lunch in the diary.", "it is not plain that this is an example"),
    ("roadmap.yml", EXAMPLE, EXAMPLE.replace("meeting.", "meeting?"), "an example asks nothing"),
    ("roadmap.yml", EXAMPLE, EXAMPLE.replace("lunch", "your own story"), "asks about the person's own life"),
    ("roadmap.yml", SMALLER, "Which word would you swap?", "nothing kind stands before the question"),
    ("roadmap.yml", SMALLER, "That is weak. Which word would you swap?", "'weak' can sound like blame"),
    ("roadmap.yml", "other_way: Which words could", "other_wey: Which words could", "'other_wey' is not a field"),
    (
        "roadmap.yml",
        "[leaders, leader,",
        "[leaders, cultures,",
        "'cultures' stands for 'Organisational culture' already",
    ),
    ("glossary.yml", MEANS, "means: How common? Very.", "a meaning is one sentence with a full stop"),
    ("glossary.yml", MEANS, f"means: {'so ' * 25}on.", "a sentence has 26 words"),
    ("glossary.yml", "also: [prevalent, prevalance]", "also: [calm]", "'calm' stands for 'calm' already"),
    ("glossary.yml", "source: kasp", "source: kaspar", "the source 'kaspar' is not in sources.yml"),
    ("glossary.yml", "… (meaning|definition)", "(meaning|definition)", "has not 1 times the sign …"),
    ("glossary.yml", "… (meaning|definition)", "… (meaning|definition", "cannot be read"),
    ("glossary.yml", "… (vs|v|versus) …", "… (vs|v|versus)", "has not 2 times the sign …"),
    ("roadmap.yml", "source: toolkit-2021", "source: toolkit", "the source 'toolkit' is not in sources.yml"),
    ("roadmap.yml", RATING, "- {id: not-yet}", "'label' is missing"),
    ("roadmap.yml", RATING, "- {id: not-sure, label: Not yet}", "the id 'not-sure' is already used at"),
    ("roadmap.yml", RATING, "- {id: not-yet, label: Not yet, score: 1}", "'score' is not a field of this part"),
    (CULTURE, "id: culture-in-daily-work", "id: Culture In Daily Work", "'Culture In Daily Work' cannot be an id"),
    (CULTURE, "id: culture-in-daily-work", "id: leadership-stilt", "the id 'leadership-stilt' is already used"),
    (CULTURE, "url: https://kasp.org.uk/is-your-service-trauma-informed/", "url: kasp.org.uk", "is not a web address"),
    (CULTURE, "only_for: [maternity", "only_for: [maternal", "'maternal' is not in audiences.yml"),
    (CULTURE, "try_this: Start", "try_this: " + "Do it again. " * 14 + "Start", "what to try has"),
    (CULTURE, "try_this: Start one", "try_this: What about tea? Start one", "what to try asks a question"),
    (CULTURE, "telling: [fire fighting", "telling: [fire dancing", "'fire dancing' is in 'telling'"),
    (CULTURE, "fits_work: [care,", "fits_work: [maternity,", "'maternity' is no kind of work"),
    ("audiences.yml", "includes: [care,", "includes: [caring,", "'caring' is not in audiences.yml"),
    ("audiences.yml", "[school, justice,", "[schools, justice,", "'schools' is not in audiences.yml"),
    ("audiences.yml", "id: school", "id: justice", "the id 'justice' is already used"),
    (CULTURE, "source: kasp", "source: kasp-fife", "the source 'kasp-fife' is not in sources.yml"),
    (CULTURE, "checked: 2026-11-22", "checked: 22/11/2026", "'22/11/2026' is not a date"),
    (CULTURE, "checked: 2026-11-22", "checked: 2026-02-30", "'2026-02-30' is not a day in the calendar"),
    (CULTURE, "checked: 2026-11-22", "checked: 2999-01-01", "'2999-01-01' is in the future"),
    (CULTURE, "checked: 2026-11-22", "checked: 20261122", "'20261122' is not a date"),
    (CULTURE, "checked: 2026-11-22", "checked:", "'checked' is empty"),
    (CULTURE, FIRST_KEYWORDS, "keywords: [a, b, c, d] #", "'keywords' has 4, and needs at least 8"),
    (CULTURE, FIRST_KEYWORDS, "keywords: [9,", "'keywords' must be text"),
    (CULTURE, FIRST_KEYWORDS.removesuffix(","), "keywords: culture #", "'keywords' must be a list"),
    ("support.yml", 'phone: "116 123"', "phone: 116123", "'phone' must be text"),
    ("support.yml", 'phone: "116 123"', 'phone: "+1 555 0100"', "not shaped like a UK phone number"),
    ("support.yml", 'phone: "116 123"', 'phone: "116 12"', "not shaped like a UK phone number"),
    ("support.yml", "confidence: high", "confidence: sure", "'confidence' cannot be 'sure'"),
    ("support.yml", "urgent: true", "urgent: perhaps", "'urgent' cannot be 'perhaps'"),
    ("organisation.yml", "retention_days: 365", "retention_days: 0", "'retention_days' cannot be '0'"),
    ("organisation.yml", "{id: housing,", "{id: schools,", "the id 'schools' is already used"),
    ("organisation.yml", "name: Strathbrae Council (sample)", "name: [Strathbrae]", "'name' must be text"),
    ("benchmark.yml", "theme: leadership", "theme: leaders", "'leaders' is not the id of a theme in roadmap.yml"),
    ("benchmark.yml", "agree: null", "agree: most", "'agree' cannot be 'most'"),
    ("benchmark.yml", "source: workforce-survey-2024", "source: survey", "the source 'survey' is not in sources.yml"),
    ("sources.yml", "https://kasp.org.uk/is-your-service-trauma-informed/", "https://kasp/", "is not a web address"),
]


@pytest.mark.parametrize(("file", "old", "new", "what"), ONE_FIELD)
def test_a_mistake_in_a_field_is_named_at_its_line(broken, line_of, file: str, old: str, new: str, what: str) -> None:
    line = line_of(file, old)
    problems = broken(file, old, new)
    named = [problem for problem in problems if what in problem.what]
    assert named, "\n".join(map(str, problems))
    assert str(named[0]).startswith("data/content/")
    # An id that is used twice is reported where it stands second, and names where it stands first.
    place = f"data/content/{file}:{line}"
    assert str(named[0]).startswith(f"{place}:") or ("already used" in what and place in str(named[0]))
    assert named[0].fix.strip()
    assert "To fix: " in str(named[0])
    assert not any(word in str(named[0]) for word in ("Traceback", "pydantic", "tuple", "NoneType", "Error"))


ONE_RECORD = [
    # A mistake in a whole record is named at the line where the record begins.
    ("roadmap.yml", "    name: Leadership\n", "", "id: leadership", "'name' is missing"),
    ("roadmap.yml", "    content_note: >-", "    content_nite: >-", "id: culture", "'content_note' is missing"),
    ("roadmap.yml", "statement: null", "statement: We care.", "id: culture", "a statement and its source go together"),
    ("support.yml", "    hours: Always open.", "    hours: null", "id: emergency", "has a doubt and no note of it"),
    ("support.yml", "    confidence: high", "    confidence: low", "id: emergency", "must not be shown"),
    ("support.yml", "      - Text SHOUT to 85258.", "      []", "id: shout", "has no way to get in touch"),
    ("support.yml", 'phone: "999"', 'phone: "998"', "id: emergency", "the first service is not 999"),
    ("benchmark.yml", "agree: null", "agree: 50", "benchmark:", "nobody has said when"),
]


@pytest.mark.parametrize(("file", "old", "new", "begins", "what"), ONE_RECORD)
def test_a_mistake_in_a_record_is_named_where_it_begins(
    broken, line_of, file: str, old: str, new: str, begins: str, what: str
) -> None:
    line = line_of(file, begins)
    problems = broken(file, old, new)
    assert (f"data/content/{file}", line) in [(p.file, p.line) for p in problems if what in p.what], problems


UNREADABLE = [
    ("name: Leadership", "name: Leadership: all levels", "put quotes around text that has a colon"),
    ("    name: Leadership", "\tname: Leadership", "use spaces, not tabs"),
    ("    name: Leadership", '    name: "Leadership', "close the quotes"),
    ("    name: Leadership", "   name: Leadership", "the spaces line up"),
]


@pytest.mark.parametrize(("old", "new", "fix"), UNREADABLE)
def test_yaml_that_cannot_be_read_is_named_near_its_line(broken, line_of, old: str, new: str, fix: str) -> None:
    line = line_of("roadmap.yml", old)
    problem = next(p for p in broken("roadmap.yml", old, new) if "cannot be read as YAML" in p.what)
    assert problem.file == "data/content/roadmap.yml"
    assert problem.line in (line, line + 1)
    assert fix in problem.fix


def test_a_field_written_twice_is_named_where_it_is_second(broken, line_of) -> None:
    line = line_of("roadmap.yml", "number: 2")
    (problem,) = broken("roadmap.yml", "    number: 2", "    number: 2\n    number: 3")
    assert (problem.line, problem.what) == (line + 1, "'number' is here twice")


def test_yaml_copies_are_refused_and_a_loop_does_not_hang(broken) -> None:
    problems = broken("organisation.yml", "organisation:\n", "organisation: &a\n  loop: *a\n")
    assert "are not used here" in problems[0].what


FILES = [
    "roadmap.yml",
    "sources.yml",
    "support.yml",
    "organisation.yml",
    "benchmark.yml",
    "audiences.yml",
    "glossary.yml",
]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("state", ["missing", "empty", "a folder", "a list", "not text"])
def test_a_file_that_is_not_there_or_not_a_file_of_fields(folder: Path, file: str, state: str) -> None:
    path = folder / file
    path.unlink()
    if state == "empty":
        path.write_text("# nothing yet\n", encoding="utf-8")
    elif state == "a folder":
        path.mkdir()
    elif state == "a list":
        path.write_text("- one\n- two\n", encoding="utf-8")
    elif state == "not text":
        path.write_bytes(b"name: one\nname: \xff\xfe\n")
    with pytest.raises(ContentError) as caught:
        load_content(folder)
    assert [p for p in caught.value.problems if p.file == f"data/content/{file}"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="this file is missing"):
        load_content(tmp_path / "nowhere")


def test_a_theme_needs_its_file_of_guidance(folder: Path) -> None:
    (folder / CULTURE).unlink()
    with pytest.raises(ContentError, match=r"roadmap\.yml:\d+: the theme 'culture' has no guidance"):
        load_content(folder)


def test_a_theme_needs_four_pieces_of_guidance(folder: Path) -> None:
    path = folder / CULTURE
    pieces = path.read_text(encoding="utf-8").split("  - id: ")
    path.write_text("  - id: ".join(pieces[:4]), encoding="utf-8")
    with pytest.raises(ContentError, match=r"culture\.yml:2: the theme has 3 pieces of guidance, and needs at least 4"):
        load_content(folder)


@pytest.mark.parametrize(
    ("name", "what"),
    [("cultur.yml", "'cultur' is not the id of a theme"), ("culture.yaml", "this file would not be read")],
)
def test_guidance_in_a_file_of_another_name_is_not_lost_in_silence(folder: Path, name: str, what: str) -> None:
    (folder / CULTURE).rename(folder / "guidance" / name)
    with pytest.raises(ContentError) as caught:
        load_content(folder)
    assert any(what in p.what and p.file == f"data/content/guidance/{name}" for p in caught.value.problems)


def test_a_benchmark_statement_is_the_one_in_the_roadmap(broken) -> None:
    problems = broken("benchmark.yml", "statement: Staff wellbeing is valued", "statement: Staff wellbeing is prized")
    assert [p.what for p in problems] == ["this is not the statement in roadmap.yml"]


def test_the_fix_says_what_belongs_there(broken) -> None:
    problems = broken("roadmap.yml", "name: Leadership", "nmae: Leadership")
    assert {p.fix for p in problems} == {"add 'name:' (the theme's name)", "write 'name'"}


def test_every_problem_comes_at_once(folder: Path) -> None:
    for file, old, new in (
        ("roadmap.yml", "number: 2", "number: two"),
        ("roadmap.yml", STRENGTHS, "strengths: Why did you fail?"),
        (CULTURE, "checked: 2026-11-22", "checked: 2999-01-01"),
        ("support.yml", 'phone: "116 123"', 'phone: "12"'),
        ("organisation.yml", "retention_days: 365", "retention_days: long"),
    ):
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_content(folder)
    problems = caught.value.problems
    assert len(problems) == 6  # the question has two: "why" and "fail"
    assert {p.file.removeprefix("data/content/") for p in problems} == {
        "roadmap.yml",
        CULTURE,
        "support.yml",
        "organisation.yml",
    }
    assert str(caught.value).count("\n") == 5
    assert all(" To fix: " in line for line in str(caught.value).splitlines())


def test_mending_the_file_is_noticed(folder: Path, broken: Callable[..., object]) -> None:
    broken("organisation.yml", "retention_days: 365", "retention_days: 0")
    path = folder / "organisation.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("retention_days: 0", "retention_days: 30"), encoding="utf-8")
    assert load_content(folder).organisation.retention_days == 30
