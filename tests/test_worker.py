"""The worker's rounds: each by itself, none stopped by a fault, all ended when told."""

import threading
from collections.abc import Callable

import pytest

from tests.conftest import person
from tests.fakes import DAY
from tipline import worker
from tipline.domain.filter import QUEUE
from tipline.domain.mail import Envelope
from tipline.newsroom import Newsroom, attachments, mails, queue
from tipline.worker import ROUNDS, Round

MAIL = b"From: Ada <ada@paper.example>\r\nMessage-ID: <1@paper.example>\r\nSubject: The mill\r\n\r\nIt is sold.\r\n"


def until(told: threading.Event, so: Callable[[Newsroom], bool]) -> Round:
    """A round that tells the others to stop when something is so."""

    def look(newsroom: Newsroom) -> int:
        if so(newsroom):
            told.set()
        return 0

    return Round("look", look, 0.01)


def test_a_mail_becomes_a_tip(newsroom: Newsroom) -> None:
    mails.keep(newsroom, MAIL, Envelope(sender="ada@paper.example", recipient="tips@localhost"))
    ines, told = person(newsroom, "ines"), threading.Event()

    worker.run(newsroom, told, (*ROUNDS, until(told, lambda room: bool(queue.look(room, QUEUE, by=ines).rows))))

    assert [tip.headline for tip in queue.look(newsroom, QUEUE, by=ines).rows] == ["The mill"]


def test_a_round_that_fails_is_tried_again_and_stops_no_other(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "IDLE", 0.001)
    told, tries, others = threading.Event(), [0], [0]

    def fails(_newsroom: Newsroom) -> int:
        tries[0] += 1
        raise OSError

    def works(_newsroom: Newsroom) -> int:
        others[0] += 1
        return 0

    done = until(told, lambda _room: tries[0] > 2 and others[0] > 2)
    worker.run(newsroom, told, (Round("fails", fails), Round("works", works, 0.001), done))

    assert tries[0] > 2
    assert others[0] > 2


def test_a_file_that_was_begun_and_left_is_swept_after_a_day(newsroom: Newsroom) -> None:
    begun = attachments.draft(newsroom)
    begun.write(b"half a picture")
    told = threading.Event()
    newsroom.clock.advance(3650 * DAY)  # type: ignore[attr-defined]  # the clock of tests can

    worker.run(newsroom, told, (*ROUNDS, until(told, lambda room: not list(room.blobs.drafts.iterdir()))))

    assert list(newsroom.blobs.drafts.iterdir()) == []
    begun.close()
