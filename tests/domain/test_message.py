"""An entry of a conversation."""

from tipline.domain.message import Message, MessageKind


def test_the_words_that_are_stored_stay_what_they_are():
    assert set(MessageKind) == {"source", "reply", "note"}


def test_what_the_source_says_has_no_author():
    assert Message(1, MessageKind.SOURCE, 1_790_000_000_000, "I saw it").author is None
