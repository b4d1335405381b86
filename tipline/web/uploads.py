"""A reader's files on their way in: written to the blob folder part by part, so that memory stays flat."""

from typing import IO, BinaryIO, Protocol, cast

from flask import Request

from tipline.domain.attachment import shown_name
from tipline.domain.refusals import Busy, TooLarge
from tipline.newsroom import Newsroom, attachments

FIELDS_BYTES = 4_000_000
"""Most bytes of all fields that are not files: words beyond the limit come back too, to be shortened."""


class Draft(Protocol):
    """A file in the blob folder that is hashed while it is written; closed once it is at its place or discarded."""

    @property
    def closed(self) -> bool:
        """Whether nothing can be written any more."""

    @property
    def size(self) -> int:
        """Bytes written."""

    @property
    def sha256(self) -> str:
        """The hash of what was written, in hex."""

    def write(self, chunk: bytes, /) -> int:
        """Add bytes."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Stand elsewhere."""

    def close(self) -> None:
        """Discard what was not kept."""


class Upload:
    """A file that is being written. One that is larger than `room` is let go, and only counted to its end."""

    def __init__(self, newsroom: Newsroom, name: str, room: int) -> None:
        self.name = shown_name(name)
        self.size = 0
        self.busy: Busy | None = None
        self._newsroom = newsroom
        self._room = room
        self._draft: Draft | None = None

    def write(self, chunk: bytes) -> int:
        """Keep the next bytes. What the disk says is remembered, so that the fields after this file are still read."""
        self.size += len(chunk)
        if self.too_large:
            self.close()
        elif not self.busy:
            try:
                self.draft.write(chunk)
            except OSError:
                self.busy = Busy()
                self.close()
        return len(chunk)

    @property
    def too_large(self) -> bool:
        """Whether more came than there is room for."""
        return self.size > self._room

    def whole(self) -> "Upload":
        """Itself, if all of it was kept. Raises Busy, TooLarge."""
        if self.busy:
            raise self.busy
        if self.too_large:
            raise TooLarge("“{name}” is too large", name=self.name)
        return self

    @property
    def draft(self) -> Draft:
        """Its place in the blob folder. Raises OSError."""
        if self._draft is None:
            self._draft = cast(Draft, attachments.draft(self._newsroom))
        return self._draft

    def seek(self, offset: int, whence: int = 0) -> int:
        """Back to the start, when the last byte is written."""
        return self._draft.seek(offset, whence) if self._draft else 0

    def close(self) -> None:
        """Discard what was not kept."""
        if self._draft:
            self._draft.close()
            self._draft = None


class Nothing:
    """What a file field without a file sends: a part with no name and no bytes."""

    def write(self, chunk: bytes) -> int:
        """Take no notice."""
        return len(chunk)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Stay."""
        return offset

    def close(self) -> None:
        """Leave nothing behind."""


class UploadRequest(Request):
    """A request whose files go to the newsroom's blob folder, on the one page that says so beforehand."""

    _newsroom: Newsroom | None = None

    def accept(self, newsroom: Newsroom) -> None:
        """Take files in, within the newsroom's limits. To be said before the form is read."""
        self._newsroom = newsroom
        self._uploads: list[Upload] = []
        # Werkzeug streams the parts of a multipart body, and takes any other form into memory whole.
        streamed = self.mimetype == "multipart/form-data"
        self.max_content_length = FIELDS_BYTES + (newsroom.settings.limits_tip_bytes + FIELDS_BYTES if streamed else 0)
        self.max_form_memory_size = FIELDS_BYTES

    def uploads(self) -> list[Upload]:
        """The files that came, in their order, also those that were too large."""
        self._load_form_data()
        return self._uploads

    def close(self) -> None:
        """Discard every file that was not kept, also when the body broke off in the middle of one."""
        super().close()
        for upload in self._uploads if self._newsroom else ():
            upload.close()

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if not self._newsroom:
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        if not filename:
            return cast(BinaryIO, Nothing())
        upload = Upload(self._newsroom, filename, self._room(self._newsroom))
        self._uploads.append(upload)
        return cast(BinaryIO, upload)

    def _room(self, newsroom: Newsroom) -> int:
        limits = newsroom.settings
        taken = sum(upload.size for upload in self._uploads if not upload.too_large)
        most = limits.limits_file_bytes if len(self._uploads) < limits.limits_files else 0
        return min(most, limits.limits_tip_bytes - taken)
