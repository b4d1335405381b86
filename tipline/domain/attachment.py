"""A file of a message: its shown name, its type by its first bytes, its hash."""

import unicodedata
from codecs import getincrementaldecoder
from dataclasses import dataclass

NAME_BYTES = 200
HEAD = 64
"""Bytes from the start of a file that tell its type."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored file. `sha256` is lowercase hex and its place on disk; `wish` is whether hidden details shall go."""

    id: int
    message_id: int
    sha256: str
    size: int
    name: str
    media_type: str
    wish: bool = False


SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"OggS", "audio/ogg"),
    (b"#!AMR", "audio/amr"),
    (b"\x1aE\xdf\xa3", "video/x-matroska"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
)

OFFICE = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
FTYP = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heif",
    b"avif": "image/avif",
    b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
}
RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}


def sniff(head: bytes, name: str) -> str:
    """The media type that the first HEAD bytes show; the sender is not believed, `name` only tells zips apart."""
    for signature, media_type in SIGNATURES:
        if head.startswith(signature):
            return _office(name) or media_type if media_type == "application/zip" else media_type
    if head[4:8] == b"ftyp":
        return FTYP.get(head[8:12], "video/mp4")
    if head[:4] == b"RIFF":
        return RIFF.get(head[8:12], "application/octet-stream")
    return "text/plain" if _reads_as_text(head) else "application/octet-stream"


def kind_of(media_type: str) -> str:
    """What an editor calls it: `picture`, `recording`, `document` or `file`."""
    family = media_type.partition("/")[0]
    if family == "image":
        return "picture"
    if family in ("audio", "video"):
        return "recording"
    documents = ("application/pdf", "application/rtf", "application/x-ole-storage", "text/plain", *OFFICE.values())
    return "document" if media_type in documents else "file"


def shown_name(name: str) -> str:
    """A file name fit to show: no path, no control or bidi character, at most NAME_BYTES bytes of UTF-8."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp")).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    if len(clean.encode()) > NAME_BYTES:
        room = NAME_BYTES - len((dot + ending).encode())
        clean = _cut(stem, room) + dot + ending if room > 0 else _cut(clean, NAME_BYTES)
    return clean or "file"


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode("utf-8", "ignore")


def _office(name: str) -> str | None:
    return OFFICE.get("." + name.rpartition(".")[2].lower())


def _reads_as_text(head: bytes) -> bool:
    whole = len(head) < HEAD
    try:
        getincrementaldecoder("utf-8")().decode(head, final=whole)
    except UnicodeDecodeError:
        return False
    return bool(head) and not any(byte < 9 or 13 < byte < 32 for byte in head)
