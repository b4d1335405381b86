"""A reader comes back with six words, and nobody guesses them."""

import pytest

from tests.fakes import MINUTE, SENT, FakeClock
from tipline.domain.editor import Editor
from tipline.domain.refusals import NotFound, TooMany
from tipline.newsroom import Newsroom, attachments, conversation, dump, intake, returning


def test_however_the_code_is_typed(newsroom: Newsroom) -> None:
    receipt = intake.receive(newsroom, SENT)
    assert receipt.code
    for typed in (receipt.code.upper(), receipt.code.replace(" ", "-"), "  " + receipt.code.replace(" ", ",\n")):
        assert returning.look(newsroom, typed, visitor="192.0.2.1").ref == receipt.ref


def test_a_reader_never_sees_a_note(newsroom: Newsroom, ines: Editor) -> None:
    receipt = intake.receive(newsroom, SENT)
    assert receipt.code
    conversation.note(newsroom, receipt.ref, words="A secret of the newsroom", by=ines)

    seen = returning.look(newsroom, receipt.code, visitor="192.0.2.1")
    assert [one.words for one in seen.messages] == [SENT.words]


def test_guesses_are_slowed_per_place(newsroom: Newsroom) -> None:
    assert isinstance(newsroom.clock, FakeClock)
    for n in range(returning.TRIES):
        with pytest.raises(NotFound):
            returning.look(newsroom, "copper lantern otter bridge velvet maple", visitor=f"192.0.2.{n}")
    with pytest.raises(TooMany):
        returning.look(newsroom, "copper lantern otter bridge velvet maple", visitor="192.0.2.99")
    with pytest.raises(NotFound):
        returning.look(newsroom, "copper", visitor="2001:db8::1")
    newsroom.clock.advance(MINUTE)
    with pytest.raises(NotFound):
        returning.look(newsroom, "copper", visitor="192.0.2.1")


def test_a_parked_file_is_taken_up_again(newsroom: Newsroom) -> None:
    draft = attachments.draft(newsroom)
    draft.write(b"evidence")
    blob = attachments.park(newsroom, draft)
    with attachments.unpark(newsroom, blob.sha256) as parked:
        assert parked.read() == b"evidence"
    with pytest.raises(NotFound):
        attachments.unpark(newsroom, "0" * 64)


def test_the_dump_holds_every_row_but_no_secret(newsroom: Newsroom) -> None:
    receipt = intake.receive(newsroom, SENT)
    rows = list(dump.lines(newsroom))

    assert {"tips", "messages", "details", "events", "editors", "desks"} <= {row["table"] for row in rows}
    assert any(row.get("ref") == receipt.ref for row in rows)
    assert receipt.code not in str(rows)
