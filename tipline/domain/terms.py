"""One way of cutting text into search terms, for both engines: folded, and bigrams where a script writes no spaces."""

import re
import unicodedata
from collections.abc import Iterator

MOST_TERMS = 16_000
"""Terms kept of one tip; tsvector counts positions up to 16,383."""

UNSPACED = "\u0e00-\u0e7f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
RUN = re.compile(rf"(?P<unspaced>[{UNSPACED}]+)|(?P<spaced>[^\W_{UNSPACED}]+)")


def terms(text: str) -> list[str]:
    """The terms of a text in order, folded, at most MOST_TERMS."""
    found: list[str] = []
    for term in _cut(fold(text)):
        found.append(term)
        if len(found) == MOST_TERMS:
            break
    return found


def fold(text: str) -> str:
    """Case and accents gone: compatibility decomposition, casefold, combining marks of spaced scripts dropped."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f")
    return unicodedata.normalize("NFC", kept)


def _cut(folded: str) -> Iterator[str]:
    for run in RUN.finditer(folded):
        text = run.group()
        if run.lastgroup == "spaced" or len(text) == 1:
            yield text[:64]
        else:
            yield from (text[i : i + 2] for i in range(len(text) - 1))
