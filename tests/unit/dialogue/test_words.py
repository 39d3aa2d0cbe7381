"""No word that somebody typed goes without a trace, whatever is done with it and in whatever order."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue import drafts, words
from bot.dialogue.state import Opening, State, read_state, write_slots
from bot.reflection.answers import WRITTEN

BEGUN = State(stage="questions", theme="culture")

QUESTION = st.sampled_from(WRITTEN)
TIER = st.sampled_from(["none", "soft", "interrupt"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), QUESTION, TIER),
        st.tuples(st.just("hold"), st.one_of(st.none(), QUESTION), TIER),
        st.tuples(st.sampled_from(["keep_held", "lay_held_aside", "settle_all", "join_aside", "put_aside", "let_go"])),
        st.tuples(st.sampled_from(["put_on_show", "add_here", "keep_earlier", "move"]), QUESTION),
        st.tuples(st.sampled_from(["bring_back", "undo_let_go", "take_up"])),
    ),
    max_size=14,
)


def step(state: State, number: int, what: tuple[str, ...]) -> tuple[State, str]:
    """The next state, and the word that was typed in this step ("" where none was)."""
    name, typed = what[0], f"word{number}"
    if name == "write":
        return words.write(state, what[1], typed, add=True, tier=what[2]), typed  # type: ignore[arg-type]
    if name == "hold":
        return words.hold(state, typed, what[1], what[2]), typed  # type: ignore[arg-type]
    if name in ("put_on_show", "add_here"):
        return words.put_on_show(state, what[1], adding=name == "add_here"), ""
    if name == "keep_earlier":
        return words.keep_earlier(state, what[1]), ""
    if name == "move":
        question = words.latest_question(state)
        return (words.move_latest(state, question, what[1]) if question else state), ""
    if name == "take_up":
        return drafts.resume_draft(state, "culture"), ""
    if name == "put_aside":
        return replace(drafts.put_aside(state), theme="leadership" if state.theme == "culture" else "culture"), ""
    if name == "let_go":
        return (state, "") if state.let_go else (replace(drafts.let_go(state), theme="culture"), "")
    return getattr(words if hasattr(words, name) else drafts, name)(state), ""


@given(STEPS)
def test_every_word_is_somewhere(steps: list[tuple[str, ...]]) -> None:
    state, typed = BEGUN, []
    for number, what in enumerate(steps):
        state, word = step(state, number, what)
        state = read_state(write_slots(state))
        typed += [word] if word else []
        missing = [one for one in typed if one not in words.all_words(state).split()]
        assert missing == [], (what, state)


@given(STEPS)
def test_words_of_danger_are_never_in_an_answer_that_may_be_shared(steps: list[tuple[str, ...]]) -> None:
    state, heavy = BEGUN, []
    for number, what in enumerate(steps):
        state, word = step(state, number, what)
        heavy += [word] if word and what[-1] == "interrupt" else []
        shown = state.answers.without(list(state.screened))
        assert not set(heavy) & set(shown.words().split()), (what, state)


def test_an_opening_stands_where_it_belongs_and_goes_along_to_another_theme() -> None:
    state = replace(BEGUN, opening=Opening("the team is kind but the rota is not"))
    state = words.place_opening(state, [("strengths", "the team is kind"), ("opportunities", "but the rota is not")])
    assert state.answers.strengths == "the team is kind"
    assert state.adding == ("opportunities", "strengths")
    moved = drafts.put_aside(state)
    assert moved.drafts == {}
    assert moved.opening == Opening("the team is kind but the rota is not")
    written = drafts.put_aside(words.write(state, "strengths", "more", add=True))
    assert written.opening is None
    assert written.drafts["culture"].answers["opportunities"] == "but the rota is not"


def test_a_replaced_answer_can_be_brought_back_beside_the_new_one() -> None:
    state = words.write(replace(BEGUN, strengths="tea", stage="summary"), "strengths", "cake")
    assert words.written(state, "strengths") == "cake"
    assert words.written(words.bring_back(state), "strengths") == "tea\ncake"


def test_words_that_are_never_shared_stay_so_when_they_come_back() -> None:
    state = words.take_out(words.write(BEGUN, "strengths", "dark words", tier="interrupt"), "strengths")
    assert (state.strengths, state.screened) == (None, ())
    back = words.bring_back(state)
    assert (back.strengths, back.screened) == ("dark words", ("strengths",))


def test_what_stays_of_an_answer_on_show_stays_on_show() -> None:
    state = words.take_out(replace(BEGUN, earlier={"strengths": "Tea. Cake."}), "strengths", "Tea.")
    assert state.earlier == {"strengths": "Tea."}
    assert state.strengths is None


def test_what_was_let_go_can_be_brought_back() -> None:
    gone = drafts.let_go(words.write(BEGUN, "strengths", "tea"))
    assert not gone.answers
    back = drafts.undo_let_go(replace(gone, stage="saved"))
    assert (back.theme, back.strengths) == ("culture", "tea")
