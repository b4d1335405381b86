"""One way of cutting text into search terms, for both engines: folded, and bigrams where a script writes no spaces."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

MOST_TERMS = 16_000
"""Terms kept of one tip; tsvector counts positions up to 16,383."""
LONGEST = 64
"""Characters kept of one term."""

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"  # Japanese, Chinese, Korean
)
# \w leaves out combining signs, but in the scripts of India they are the vowels: without them no word stays whole.
SIGNS = "".join(sign for sign in map(chr, range(0x0700, 0x0E00)) if unicodedata.category(sign) in ("Mn", "Mc"))
RUN = re.compile(rf"(?P<unspaced>[{UNSPACED}]+)|(?P<spaced>(?:[^\W_{UNSPACED}]+[{SIGNS}]*)+)")
WORD = re.compile(r"[^\W_]+")
BEYOND_EUROPE = re.compile("[\u0700-\u1fff\u3005-\U0010ffff]")
MARKS = re.compile(
    "[\u0300-\u036f"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]"
)
"""What a searcher leaves out: accents, the vowel points of Hebrew and Arabic, and the stroke that stretches a word."""


def terms(text: str) -> list[str]:
    """The terms of a text in order, folded, at most MOST_TERMS."""
    folded = fold(text)
    if not BEYOND_EUROPE.search(folded):  # the same, at half the price
        return [word[:LONGEST] for word in islice(WORD.findall(folded), MOST_TERMS)]
    return list(islice(_cut(folded), MOST_TERMS))


def fold(text: str) -> str:
    """Case and accents gone: compatibility decomposition, casefold, MARKS dropped."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", MARKS.sub("", decomposed))


def _cut(folded: str) -> Iterator[str]:
    for run in RUN.finditer(folded):
        text = run.group()
        if run.lastgroup == "spaced" or len(text) == 1:
            yield text[:LONGEST]
        else:
            yield from (text[i : i + 2] for i in range(len(text) - 1))
