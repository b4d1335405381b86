"""What of a mail's parts is its words, and what is a file: nothing that was sent is in neither."""

import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass, field

from tipline.domain.attachment import shown_name
from tipline.mail import charsets, text
from tipline.mail.address import BIDI
from tipline.mail.headers import split_mail
from tipline.mail.parts import Part, Parts

LONGEST = 2_000_000
MOST = 100
"""Characters that are kept as words, and parts they may be in."""

# A table of our own: the system's would make a name depend on the machine.
ENDINGS = mimetypes.MimeTypes(filenames=())
ENDINGS.add_type("text/calendar", ".ics")
ENDINGS.add_type("text/x-vcard", ".vcf")
# The same words again in a form for one reader only, or the number of a version (RFC 3156).
UNSHOWN = frozenset(("text/x-amp-html", "text/watch-html", "application/pgp-encrypted"))
MAILS = frozenset(("message/rfc822", "message/global", "message/news"))


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file of a mail: a name fit to show, the bytes, and its Content-ID where the words point to it."""

    name: str
    content: bytes = field(repr=False)
    media_type: str = "application/octet-stream"
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """The words, the files, and flags for what is odd about them."""

    words: str
    files: tuple[ReadFile, ...]
    flags: tuple[str, ...]


def read(parts: Parts) -> Body:
    """Words and files of a mail, in the order in which they were sent."""
    spoken = [leaf for leaf in parts.leaves if _is_words(leaf)]
    apart = [leaf for leaf in parts.leaves if not _is_words(leaf) and leaf.media_type not in UNSHOWN]
    words = _words(spoken[:MOST]) or _words_in_files(apart)
    flags = {"bidi_file_name" for leaf in apart if BIDI & set(leaf.name)}
    if len(spoken) > MOST:
        flags.add("part_limit")
    if len(words) > LONGEST or any(leaf.size > text.LONGEST for leaf in spoken if leaf.media_type == "text/html"):
        words = words[:LONGEST]
        flags.add("text_limit")
    if parts.top.media_type == "multipart/encrypted" or "-----BEGIN PGP MESSAGE-----" in words:
        flags.add("encrypted")
    return Body(words, tuple(_file(leaf) for leaf in apart), tuple(sorted(flags)))


def _is_words(leaf: Part) -> bool:
    spoken = leaf.media_type in ("text/plain", "text/html", "text/enriched", "text/richtext")
    # A multipart in which no part could be told: its bytes are all there is.
    spoken = spoken or leaf.media_type.startswith("multipart/") or leaf.media_type == "text"
    return spoken and leaf.disposition.value != "attachment" and not leaf.name


def _words(leaves: Iterable[Part]) -> str:
    """The words of all leaves; of alternatives the plain ones, if they say anything."""
    said: list[str] = []
    groups: dict[int, list[Part]] = {}
    order: list[list[Part]] = []
    for leaf in leaves:
        if leaf.alternative is None:
            order.append([leaf])
        elif leaf.alternative in groups:
            groups[leaf.alternative].append(leaf)
        else:
            groups[leaf.alternative] = [leaf]
            order.append(groups[leaf.alternative])
    for group in order:
        plain = [leaf for leaf in group if leaf.media_type != "text/html"]
        said.append(_join(plain) or _join([leaf for leaf in group if leaf.media_type == "text/html"]))
    return "\n\n".join(words for words in said if words)


def _join(leaves: Iterable[Part]) -> str:
    return "\n\n".join(words for words in (_text(leaf) for leaf in leaves) if words)


def _text(leaf: Part) -> str:
    declared = leaf.content_type.get("charset")
    if leaf.media_type == "text/html":
        return text.from_html(leaf.content(), declared)
    # Four bytes a character are the most that any charset needs.
    plain = charsets.decode(leaf.content()[: 4 * (LONGEST + 1)], declared)[: LONGEST + 1]
    return plain.replace("\r\n", "\n").replace("\r", "\n").strip("\n").rstrip()


def _words_in_files(leaves: Iterable[Part]) -> str:
    """What a telephone's picture message says: its only text has a file name, but is no attachment by disposition."""
    for leaf in leaves:
        if leaf.media_type == "text/plain" and leaf.disposition.value != "attachment" and leaf.size < 65_536:
            return _text(leaf)
    return ""


def _file(leaf: Part) -> ReadFile:
    content = leaf.content()
    content_id = leaf.headers.text("content-id").strip("<> ")[:200]
    return ReadFile(_name(leaf, content), content, leaf.media_type, content_id)


def _name(leaf: Part, content: bytes) -> str:
    if leaf.name.strip():
        return shown_name(leaf.name)
    if leaf.media_type in MAILS:
        subject = split_mail(content)[0].text("subject")
        return shown_name(f"{subject[:80].replace('/', '-')}.eml") if subject else "message.eml"
    ending = ENDINGS.guess_extension(leaf.media_type) or ".bin"
    return {"image": "picture", "audio": "recording", "video": "recording"}.get(
        leaf.media_type.partition("/")[0], "attachment"
    ) + ending
