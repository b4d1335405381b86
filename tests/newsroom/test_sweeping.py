"""What was left lying is cleared away, and nothing else."""

from io import BytesIO

from tests.fakes import DAY, FakeClock, sent
from tipline.domain.submission import SubmittedFile
from tipline.newsroom import Newsroom, attachments, intake, sweeping


def test_a_parked_file_that_nobody_sent_goes_after_a_day(newsroom: Newsroom) -> None:
    assert isinstance(newsroom.clock, FakeClock)
    parked = attachments.park(newsroom, BytesIO(b"never sent"))
    intake.receive(newsroom, sent(files=(SubmittedFile("a.txt", BytesIO(b"sent")),)))
    newsroom.clock.at = int(newsroom.blobs.path(parked.sha256).stat().st_ctime) * 1000
    sweeping.sweep(newsroom)
    assert newsroom.blobs.path(parked.sha256).exists()

    newsroom.clock.advance(2 * DAY)
    sweeping.sweep(newsroom)
    assert not newsroom.blobs.path(parked.sha256).exists()
    assert len(list(newsroom.blobs.all())) == 1
