"""Bytes to text: the declared charset where it fits, then UTF-8, then what the bytes look like. Never raises."""

import codecs
import re
from functools import lru_cache

import chardet

SAMPLE = 4096
SURE = 0.1
"""Bytes that are looked at to guess a charset, and how sure the guess has to be where foreign letters stand alone."""

# What programs write under these names is mostly the larger set beside it.
SUPERSETS = {
    "gb2312": "gb18030",
    "hz": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "big5": "big5hkscs",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
}
NAMES = {"gb_2312-80": "gb2312", "ks_c_5601-1987": "euc_kr", "ks_c_5601": "euc_kr", "iso-8859-8-i": "iso8859-8"}
# Codecs that Python counts among those for text but that no mail is written in; some take quadratic time.
UNFIT = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "ascii", "mbcs", "oem"}
PLAUSIBLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:()+-]{0,39}")

HALF = re.compile("[\ud800-\udfff]")
FOREIGN_WORD = re.compile(rb"[\x80-\xff]{4}")
JIS_RUN = re.compile(rb"\x1b\$[@B]([^\x1b]*)")
JIS_OTHER = re.compile(rb"\x1b(?!\$[@B]|\([BJ])")


def decode(data: bytes, declared: str = "") -> str:
    """The text of some bytes, valid Unicode without NUL, whatever they hold."""
    if data.isascii() and not declared:
        return tidy(data.decode("ascii"))
    codec = known(declared)
    if codec == "iso2022_jp":
        return tidy(_japanese(data))
    if codec:
        found = _strictly(data, codec)
        if found is not None:
            return tidy(found)
        if codec.startswith(("utf-16", "utf-32")):
            return tidy(data.decode(codec, "replace"))
    return tidy(_undeclared(data))


def decode_short(data: bytes) -> str:
    """The same for a name or a number, of which a mail may have thousands: no guessing, which costs a millisecond."""
    found = _strictly(data, "utf-8")
    return tidy(data.decode("cp1252", "replace") if found is None else found)


def tidy(text: str) -> str:
    """The text without NUL, and with a replacement character for each half of a surrogate pair."""
    if "\0" in text:
        text = text.replace("\0", "")
    if HALF.search(text):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


@lru_cache(maxsize=256)
def known(declared: str) -> str:
    """Python's name for a declared charset, or for its superset; empty where there is none or it decides nothing."""
    name = declared.strip().strip("\"'").lower()
    if not PLAUSIBLE.fullmatch(name):
        return ""
    try:
        codec = codecs.lookup(NAMES.get(name, name))
        # The only public sign that a codec is not one for text, such as "zlib", is that it refuses this.
        b"a".decode(codec.name, "replace")
    except (LookupError, ValueError):
        return ""
    return "" if codec.name in UNFIT else SUPERSETS.get(codec.name, codec.name)


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        return None


def _undeclared(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        near = data[max(0, fault.start - SAMPLE) : fault.start + SAMPLE].decode("utf-8", "replace")
    # A text in UTF-8 with a few broken characters stays one: a guess would break all the others.
    if sum(c > "\x7f" and c != "\ufffd" for c in near) > near.count("\ufffd"):
        return data.decode("utf-8", "replace")
    found = _strictly(data, guessed) if (guessed := _guess(data)) else None
    return data.decode("cp1252", "replace") if found is None else found


def _guess(data: bytes) -> str:
    guess = chardet.detect(_sample(data))
    # A few accents in a short text look like anything: they are Western, unless whole words are beyond ASCII.
    believed = float(guess["confidence"] or 0) >= SURE or FOREIGN_WORD.search(data)
    return known(str(guess["encoding"] or "")) if believed else ""


def _sample(data: bytes) -> bytes:
    """A piece that holds the first bytes beyond ASCII, where the charset shows."""
    first = re.search(rb"[\x80-\xff]", data)
    start = max(0, first.start() - 64) if first else 0
    return data[start : start + SAMPLE]


def _japanese(data: bytes) -> str:
    """ISO-2022-JP as it is written: with NEC's row 13 and IBM's rows, which only Shift_JIS of Windows can read."""
    found = None if JIS_OTHER.search(data) is None else _strictly(data, "iso2022_jp_ext")
    if found is not None:
        return found
    shifted = JIS_RUN.sub(lambda run: _shift(run.group(1)), data)
    return re.sub(rb"\x1b\([BJ]", b"", shifted).decode("cp932", "replace")


def _shift(jis: bytes) -> bytes:
    out = bytearray()
    for high, low in zip(jis[::2], jis[1::2], strict=False):
        if not (0x21 <= high <= 0x7E and 0x21 <= low <= 0x7E):
            out += bytes((high, low))
            continue
        row = (high - 0x21) // 2 + 0x81
        cell = low + (0x1F if low < 0x60 else 0x20) if high % 2 else low + 0x7E
        out += bytes((row + 0x40 if row > 0x9F else row, cell))
    return bytes(out)
