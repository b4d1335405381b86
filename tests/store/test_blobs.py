"""Files at rest: whole, under their hash, saying nothing of a reader's hour."""

import hashlib
import resource
import signal
from io import BytesIO
from pathlib import Path

import pytest

from tipline.domain.refusals import Busy
from tipline.store.blobs import DAY, Blobs


def test_a_file_is_kept_under_its_hash_and_its_time_is_the_day(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    blob = blobs.keep(BytesIO(b"evidence" * 500_000))

    path = blobs.path(blob.sha256)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == blob.sha256 == path.name
    assert path.stat().st_mtime % DAY == 0
    assert list(blobs.all()) == [path]


def test_the_same_file_twice_is_one(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    assert blobs.keep(BytesIO(b"x")) == blobs.keep(BytesIO(b"x"))
    assert len(list(blobs.all())) == 1


def test_a_draft_that_nobody_keeps_is_gone(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    with blobs.draft() as draft:
        draft.write(b"half")
        assert (draft.tell(), draft.readable(), draft.writable(), draft.seekable()) == (4, True, True, True)
    assert list(blobs.drafts.iterdir()) == []


def test_drafts_of_the_dead_are_swept(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    left = blobs.drafts / "draft-0"
    left.write_bytes(b"half")
    written = int(left.stat().st_mtime)
    assert blobs.sweep(before=written) == 0
    assert blobs.sweep(before=written + 1) == 1


def test_what_nobody_holds_is_swept_and_what_was_just_handed_in_again_is_not(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    held, loose = blobs.keep(BytesIO(b"held")), blobs.keep(BytesIO(b"loose"))
    later = int(blobs.path(loose.sha256).stat().st_ctime) + 2

    assert blobs.sweep_orphans(after=0, before=later - 10, held=lambda sha256: sha256 == held.sha256) == 0
    assert blobs.sweep_orphans(after=0, before=later, held=lambda sha256: sha256 == held.sha256) == 1
    assert [path.name for path in blobs.all()] == [held.sha256]


def test_a_disk_that_will_not_take_it_is_busy_and_leaves_nothing(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    was = resource.getrlimit(resource.RLIMIT_FSIZE)
    told = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, was[1]))
    try:
        with pytest.raises(Busy):
            blobs.keep(BytesIO(bytes(5000)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, was)
        signal.signal(signal.SIGXFSZ, told)
    assert list(blobs.all()) == []
