"""Words with the frequencies of a real language (Zipf), and sentences of them: the same for the same seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

WORDS = 30_000
SENTENCES = 40_000
RARE, TWICE, FEW = "quillwort", "saltmarsh", "breakwater"
"""Words that stand outside the vocabulary, so that it is known how many tips hold them."""
SYLLABLES = [consonant + vowel for consonant in "bcdfghklmnprst" for vowel in "aeio"]
ENDINGS = ["n", "r", "s", "t", "l", "d", "m", "ng", "st", "nd", "ck", "th"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and its search terms."""

    text: str
    terms: tuple[str, ...]


class Vocabulary:
    """Sentences to choose from."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        self.words = list(dict.fromkeys(_words(chance)))[:WORDS]
        weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))
        self.sentences = [
            _sentence(chance.choices(self.words, cum_weights=weights, k=chance.randint(6, 20)))
            for _ in range(SENTENCES)
        ]
        self.common = self.words[20]
        self.phrase = " ".join(self.sentences[0].terms[1:4])


def _words(chance: random.Random) -> Iterator[str]:
    """More than enough invented words, short ones first, as frequent words are short."""
    for most in (1, 2, 3, 4):
        for _ in range(WORDS if most > 1 else 200):
            yield "".join(chance.choices(SYLLABLES, k=chance.randint(1, most))) + chance.choice(ENDINGS)


def _sentence(words: list[str]) -> Sentence:
    text = " ".join(words)
    return Sentence(text[0].upper() + text[1:] + ".", tuple(words))
