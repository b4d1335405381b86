"""A header with parameters, as Content-Type: its value and parameters, with RFC 2231 and RFC 2047. Never raises."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from tipline.mail import charsets, words

MOST = 100
PARAMETER = re.compile(rb";\s*([^\s=;\"]+)\s*=\s*(?:\"((?:[^\"\\]|\\.)*+)(?:\"|\\?\Z)|([^;]*))", re.DOTALL)
COMMENT = re.compile(rb"\([^()]*\)")
SECTION = re.compile(r"([^*]+)\*(?:(\d{1,3})(\*?))?")


@dataclass(frozen=True, slots=True)
class Parameters:
    """The value in lower case, and its parameters by lower-case name."""

    value: str = ""
    named: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """A parameter; empty if there is none."""
        return self.named.get(name, "")


def parse(raw: bytes) -> Parameters:
    """A raw header value, cut at its semicolons."""
    head = COMMENT.sub(b"", raw.partition(b";")[0])
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[bool, bytes]]] = {}
    for number, parameter in enumerate(PARAMETER.finditer(raw)):
        if number == MOST:
            break
        name = parameter.group(1).decode("ascii", "replace").lower()
        value = _unquoted(parameter)
        if section := SECTION.fullmatch(name):
            place = int(section.group(2) or 0)
            encoded = section.group(2) is None or bool(section.group(3))
            sections.setdefault(section.group(1), {}).setdefault(place, (encoded, value))
        else:
            plain.setdefault(name, words.decode_text(charsets.decode_short(value)))
    joined = {name: _joined(parts) for name, parts in sections.items()}
    return Parameters(charsets.decode_short(head).strip().strip("\"'").lower(), plain | joined)


def _unquoted(parameter: re.Match[bytes]) -> bytes:
    quoted = parameter.group(2)
    if quoted is None:
        return COMMENT.sub(b"", parameter.group(3)).strip()
    # Only what has to be escaped: a path of Windows is mostly written with single backslashes.
    return re.sub(rb"\\([\"\\])", rb"\1", quoted) if b"\\" in quoted else quoted


def _joined(parts: Mapping[int, tuple[bool, bytes]]) -> str:
    """The sections of one parameter (RFC 2231, 3), where the first names the charset."""
    charset, data = "", b""
    for place in sorted(parts):
        encoded, value = parts[place]
        if encoded and place == 0 and value.count(b"'") >= 2:
            named, _, value = value.split(b"'", 2)
            charset = named.decode("ascii", "replace")
        data += unquote_to_bytes(value) if encoded else value
    return words.decode_text(charsets.decode(data, charset))
