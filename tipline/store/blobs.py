"""Files at rest: named by their hash, whole and synced before anybody hears of them."""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO, RawIOBase
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO, cast

from tipline.domain.attachment import HEAD
from tipline.domain.refusals import Busy

CHUNK = 1 << 20
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Blob:
    """A kept file: its hash in hex, its bytes, and the first HEAD of them."""

    sha256: str
    size: int
    head: bytes


class Draft(RawIOBase):
    """A file that is being received: hashed while it is written, gone when closed unless it was kept."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / f"draft-{secrets.token_hex(12)}"
        self._file = FileIO(self.path, "x+")
        self._hash = hashlib.sha256()
        self._hashed = 0

    def write(self, chunk: bytes) -> int:  # type: ignore[override]  # wider types than we are given
        """Add bytes at the end."""
        self._hash.update(chunk)
        self._hashed += len(chunk)
        view = memoryview(chunk)
        while view:
            view = view[self._file.write(view) :]
        return len(chunk)

    def read(self, size: int = -1, /) -> bytes:
        """Bytes from where it stands."""
        return self._file.read(size) or b""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Stand elsewhere."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Where it stands."""
        return self._file.tell()

    def readable(self) -> bool:
        """It is."""
        return True

    def writable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    @property
    def size(self) -> int:
        """Bytes received."""
        return self._hashed

    @property
    def sha256(self) -> str:
        """The hash of what was received, in hex."""
        return self._hash.hexdigest()

    def sync(self) -> None:
        """Put the bytes on disk; the file's times are set to the day, so that they say nothing of a reader's hour."""
        day = int(os.fstat(self._file.fileno()).st_mtime) // DAY * DAY
        os.utime(self._file.fileno(), (day, day))
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Let go; what was not kept is gone."""
        if not self.closed:
            self._file.close()
            self.path.unlink(missing_ok=True)
        super().close()


class Blobs:
    """A folder of files by hash."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.drafts = folder / "drafts"
        self.drafts.mkdir(mode=0o700, parents=True, exist_ok=True)

    def draft(self) -> BinaryIO:
        """A file to receive into."""
        return cast(BinaryIO, Draft(self.drafts))

    def keep(self, content: BinaryIO) -> Blob:
        """Put a file at its place, whole and synced. Raises Busy when the disk will not take it."""
        try:
            return self._kept(content)
        except OSError as fault:
            raise Busy from fault

    def _kept(self, content: BinaryIO) -> Blob:
        """Synced, renamed, its folder synced: a rename before fsync can leave it empty."""
        draft = cast(Draft, content) if isinstance(content, Draft) else self._copied(content)
        draft.seek(0)
        blob = Blob(draft.sha256, draft.size, draft.read(HEAD))
        place = self.path(blob.sha256)
        with self._locked(fcntl.LOCK_SH):
            if place.exists():
                os.utime(place, ns=(place.stat().st_mtime_ns,) * 2)  # its ctime is now: sweep_orphans leaves it alone
            else:
                draft.sync()
                place.parent.mkdir(mode=0o700, exist_ok=True)
                draft.path.rename(place)
        _sync_folder(place.parent)
        _sync_folder(self.folder)
        draft.close()
        return blob

    def path(self, sha256: str) -> Path:
        """Where a file of this hash is."""
        return self.folder / sha256[:2] / sha256

    def all(self) -> Iterator[Path]:
        """Every kept file."""
        return self.folder.glob("[0-9a-f][0-9a-f]/*")

    def sweep(self, *, before: int) -> int:
        """Remove drafts that nobody finished, last written before this second since 1970; how many."""
        stale = [path for path in self.drafts.glob("draft-*") if path.stat().st_mtime < before]
        for path in stale:
            path.unlink(missing_ok=True)
        return len(stale)

    def sweep_orphans(self, *, after: int, before: int, held: Callable[[str], bool]) -> int:
        """Remove kept files that nobody holds and that were last handed in between two seconds; how many."""
        swept = 0
        for path in self.all():
            if not after <= path.stat().st_ctime < before:
                continue
            with self._locked(fcntl.LOCK_EX):
                if after <= path.stat().st_ctime < before and not held(path.name):
                    path.unlink()
                    swept += 1
        return swept

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        """Who hands in a file that is there already, and who sweeps it, wait for each other."""
        with (self.folder / "lock").open("ab") as lock:
            fcntl.flock(lock, how)
            yield

    def _copied(self, content: BinaryIO) -> Draft:
        draft = Draft(self.drafts)
        copyfileobj(content, cast(BinaryIO, draft), CHUNK)
        return draft


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
