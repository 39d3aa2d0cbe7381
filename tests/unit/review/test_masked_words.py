"""What stands in shared words for a number that was taken out."""

from __future__ import annotations


def test_what_stands_for_a_number_is_explained_where_there_is_one(signed_in, share):
    with_mask, without = (
        share(strengths="I closed [case number removed] today."),
        share(strengths="We debrief [sometimes]."),
    )
    said = "It was not kept, so nobody can look it up."
    assert said in signed_in.get(f"/reflections/{with_mask}").text
    assert said not in signed_in.get(f"/reflections/{without}").text
