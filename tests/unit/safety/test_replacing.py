"""Names that a person agreed to leave out: which are offered, and how the sentence reads without them."""

from __future__ import annotations

import pytest

from bot.safety import replace_name, suspected_names


def test_each_name_is_offered_once_in_order_and_without_its_possessive() -> None:
    text = "Agnieszka's idea was good. Mrs Okafor liked it, and Agnieszka was pleased."
    assert suspected_names(text) == ("Agnieszka", "Mrs Okafor")
    assert suspected_names("We had a quiet week in the office.") == ()


@pytest.mark.parametrize(
    ("text", "name", "result"),
    [
        ("I spoke to Agnieszka about it", "Agnieszka", "I spoke to a colleague about it"),
        ("Agnieszka’s idea", "Agnieszka", "A colleague’s idea"),
        ("spoke to agnieszka. agnieszka's fine", "agnieszka", "spoke to a colleague. a colleague's fine"),
        ("We met. Agnieszka came.", "Agnieszka", "We met. A colleague came."),
        ("It was James' turn", "James", "It was a colleague's turn"),
        ("I asked Mrs Okafor.", "Mrs Okafor", "I asked a colleague."),
        ("my colleague Agnieszka's idea", "Agnieszka", "my colleague's idea"),
        ("our manager, Agnieszka, listens", "Agnieszka", "our manager listens"),
        ("a tenant called Agnieszka came", "Agnieszka", "a tenant came"),
        ("wee Liam was there", "Liam", "a wee colleague was there"),
        ("Wee Liam was there", "Liam", "A wee colleague was there"),
        ("Our Agnieszka said so", "Agnieszka", "A colleague said so"),
        ("our Agnieszka said so", "Agnieszka", "a colleague said so"),
        ("Agnieszka and Agnieszka Nowak", "Agnieszka", "A colleague and Agnieszka Nowak"),
        ("Annette and Ann-Marie", "Ann", "Annette and Ann-Marie"),
        ("nobody here", "Agnieszka", "nobody here"),
        ("anything", " ", "anything"),
    ],
)
def test_the_sentence_still_reads_well(text: str, name: str, result: str) -> None:
    assert replace_name(text, name, "a colleague") == result


def test_a_word_that_is_also_a_name_is_changed_only_where_it_is_one() -> None:
    text = "I spoke to Will about it. Will we hear back?"
    assert replace_name(text, "Will", "a person") == "I spoke to a person about it. Will we hear back?"
