"""Addresses in From and its like: cut into tokens first, decoded after. Never raises, whatever is nested in what."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from tipline.mail import charsets, words

MOST = 100
"""Mailboxes of one header that are looked at."""

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|<[^>]*(?:>|\Z)|[(),;:]|[^"<(),;:]+', re.DOTALL)
BARE = re.compile(r"[^\s<>()\[\]\",;:@]+@[^\s<>()\",;:@]+")
SENDABLE = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}")
MIXABLE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")
"""Scripts with letters that look alike."""

BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Somebody's name, as they give it, and address, empty where there is none."""

    name: str = ""
    address: str = ""


def mailboxes(raw: bytes) -> tuple[Mailbox, ...]:
    """The mailboxes with an address in a raw header value, groups opened up."""
    text = charsets.decode(raw)
    found = tuple(_found(text))
    if found or "@" not in text:
        return found
    # Nothing could be told apart, such as in a comment that never ends; an address is one all the same.
    bare = BARE.search(text)
    return (Mailbox("", bare.group()),) if bare else ()


def sendable(address: str) -> bool:
    """Whether we can write to an address: plain letters, nothing that could end a line or begin another recipient."""
    return len(address) <= 254 and SENDABLE.fullmatch(address) is not None


def oddities(mailbox: Mailbox) -> tuple[str, ...]:
    """Flags for what makes a sender look like somebody else."""
    flags = []
    if "xn--" in mailbox.address.lower():
        flags.append("punycode")
    if len(_scripts(mailbox.name)) > 1 or len(_scripts(mailbox.address)) > 1:
        flags.append("mixed_script")
    named = BARE.search(mailbox.name)
    if named and named.group().lower() != mailbox.address.lower():
        flags.append("address_in_name")
    if BIDI & set(mailbox.name + mailbox.address):
        flags.append("bidi_name")
    return tuple(flags)


@dataclass(slots=True)
class _Pending:
    """What was read of a mailbox that is not finished."""

    words: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    angle: str | None = None

    def finish(self) -> Mailbox:
        text = " ".join(self.words).strip()
        if self.angle is not None:
            return Mailbox(_shown(text or " ".join(self.comments)), _address(self.angle))
        bare = BARE.search(text)
        if bare is None:
            return Mailbox(_shown(text), "")
        rest = text[: bare.start()] + text[bare.end() :]
        return Mailbox(_shown(rest.strip(" <>") or " ".join(self.comments)), _address(bare.group()))


def _found(text: str) -> Iterator[Mailbox]:
    pending, depth, count = _Pending(), 0, 0
    for token in TOKEN.findall(text):
        if token in "()" or depth:
            depth = max(0, depth + {"(": 1, ")": -1}.get(token, 0))
            if token not in "()" and depth == 1:
                pending.comments.append(token)
        elif token in ",;":
            mailbox = pending.finish()
            if mailbox.address:
                yield mailbox
                count += 1
            # A comma in a name that should have been quoted: "Doe, Jane <jane@example.net>".
            kept = [mailbox.name + token] if mailbox.name and not mailbox.address and token == "," else []
            pending = _Pending(words=kept)
        elif token == ":":
            pending = _Pending()
        else:
            _take(pending, token)
        if count == MOST:
            return
    last = pending.finish()
    if last.address:
        yield last


def _take(pending: _Pending, token: str) -> None:
    if token.startswith("<"):
        pending.angle = token.strip("<>") if pending.angle is None else pending.angle
    elif token.startswith('"'):
        quoted = token[1:].removesuffix('"')
        pending.words.append(re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL))
    elif token.strip():
        pending.words.append(token.strip())


def _shown(text: str) -> str:
    return words.decode_text(text)[:500].strip(" ,")


def _address(text: str) -> str:
    """The address in angle brackets, without white space, control characters, a route (RFC 5321, F.2) or `mailto:`."""
    address = re.sub(r"[\s\x00-\x1f\x7f]", "", text)
    if address.startswith("@"):
        address = address.partition(":")[2]
    return address.removeprefix("mailto:")[:320] if "@" in address else ""


def _scripts(text: str) -> set[str]:
    names = (unicodedata.name(c, "").partition(" ")[0] for c in text if c.isalpha())
    return {name for name in names if name in MIXABLE}
