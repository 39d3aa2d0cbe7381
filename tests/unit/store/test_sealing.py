"""Sealed means sealed: only the right key in the right place opens, and nothing readable is in the bytes."""

import pytest

from bot.store.sealing import CannotOpen, Seal, conversation_key, conversation_seal, return_key

SECRET = b"a-secret-of-the-server-0123456789"


def test_what_is_sealed_opens_again() -> None:
    seal = conversation_seal("token")
    assert seal.open(seal.close({"words": "ceilidh 🙂"})) == {"words": "ceilidh 🙂"}


def test_the_words_are_not_in_the_bytes() -> None:
    assert b"supervision" not in conversation_seal("token").close({"text": "supervision"})


def test_another_sender_cannot_open() -> None:
    with pytest.raises(CannotOpen):
        conversation_seal("other").open(conversation_seal("token").close([1]))


def test_a_row_that_was_moved_does_not_open() -> None:
    seal = conversation_seal("token")
    with pytest.raises(CannotOpen):
        Seal(seal.key, b"elsewhere").open(seal.close([1]))


@pytest.mark.parametrize("place", [0, 12, 20, -1])
def test_changed_bytes_do_not_open(place: int) -> None:
    seal = conversation_seal("token")
    sealed = bytearray(seal.close({"text": "enough words to have some length"}))
    sealed[place] ^= 1
    with pytest.raises(CannotOpen):
        seal.open(bytes(sealed))


def test_the_same_words_are_sealed_differently_each_time() -> None:
    seal = conversation_seal("token")
    assert seal.close("a") != seal.close("a")


def test_the_key_of_a_conversation_does_not_tell_its_token() -> None:
    assert "token" not in conversation_key("token")
    assert len(conversation_key("token")) == 64


def test_a_return_code_opens_only_under_the_same_secret() -> None:
    one, same, other = (return_key("a-b-c-d", secret) for secret in (SECRET, SECRET, SECRET[::-1]))
    assert one == same
    assert one.lookup != other.lookup
    assert one.lookup not in one.seal.key
