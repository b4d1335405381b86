"""How much a tip presses, computed from facts with reasons that add up, and the promise that follows."""

import re
from dataclasses import dataclass
from enum import IntEnum

RULES_VERSION = 1
START = 40
VERY_SHORT = 60
"""Characters below which a tip with no file is very short."""


class Level(IntEnum):
    """Priority; the number is the digit key and the order of the queue."""

    URGENT = 1
    HIGH = 2
    NORMAL = 3
    LOW = 4


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a tip at intake without looking at any other tip."""

    words: str
    headline: str = ""
    pictures: int = 0
    recordings: int = 0
    documents: int = 0
    other_files: int = 0
    contactable: bool = False
    knows: str | None = None
    place: str = ""
    happened: str = ""
    bulk: bool = False
    spam_points: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """One chip: a gettext `template`, the number `n` that fills it, and the points it brings."""

    code: str
    points: int
    n: int = 1

    @property
    def template(self) -> str:
        """The sentence for a person, with `{n}` where a count belongs."""
        one, many = SENTENCES[self.code]
        return one if self.n == 1 else many


@dataclass(frozen=True, slots=True)
class Verdict:
    """A level, the score behind it (0 to 100), and the reasons: clamp(START + their points) is the score."""

    level: Level
    score: int
    reasons: tuple[Reason, ...]
    version: int = RULES_VERSION


SENTENCES: dict[str, tuple[str, str]] = {
    "pictures": ("{n} photo", "{n} photos"),
    "recordings": ("{n} recording", "{n} recordings"),
    "documents": ("{n} document", "{n} documents"),
    "links": ("{n} link", "{n} links"),
    "first_hand": ("saw it", "saw it"),
    "second_hand": ("was told", "was told"),
    "holds_documents": ("has documents", "has documents"),
    "place": ("gives the place", "gives the place"),
    "time": ("gives the time", "gives the time"),
    "contactable": ("can be asked", "can be asked"),
    "bulk": ("mass mailing", "mass mailing"),
    "very_short": ("very short, no file", "very short, no file"),
    "correction": ("a correction", "a correction"),
    "spam": ("looks automatic", "looks automatic"),
}

KNOWS = {"saw": ("first_hand", 12), "told": ("second_hand", 4), "documents": ("holds_documents", 12)}
EVIDENCE_MOST = 15
LINK = re.compile(r"https?://\S+", re.IGNORECASE)
TIME = re.compile(
    r"\b(?:[01]?\d|2[0-3])[:.h][0-5]\d\b|\b\d{1,2}\s?[ap]\.?m\b|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b",
    re.IGNORECASE,
)
CORRECTION = re.compile(
    r"^\W*(?:correction|erratum|please correct)\b|\b(?:error|mistake) in (?:your|the) (?:story|article|report)\b",
    re.IGNORECASE,
)


def judge(facts: Facts) -> Verdict:
    """Score facts; the same facts and RULES_VERSION always give the same verdict."""
    reasons = [*_evidence(facts), *_knowledge(facts), *_against(facts)]
    subtotal = START + sum(reason.points for reason in reasons)
    if _corrects(facts):
        reasons.append(Reason("correction", max(0, 60 - subtotal)))
    score = max(0, min(100, START + sum(reason.points for reason in reasons)))
    return Verdict(level_of(score), score, tuple(reasons))


def level_of(score: int) -> Level:
    """The level of a score: 80 and more urgent, 60 high, 30 normal, else low."""
    if score >= 80:
        return Level.URGENT
    if score >= 60:
        return Level.HIGH
    return Level.NORMAL if score >= 30 else Level.LOW


def _evidence(facts: Facts) -> list[Reason]:
    counted = (
        ("documents", facts.documents, 10),
        ("pictures", facts.pictures, 8),
        ("recordings", facts.recordings, 8),
        ("links", len(LINK.findall(facts.words[:20_000])), 3),
    )
    left, reasons = EVIDENCE_MOST, []
    for code, n, points in counted:
        if n:
            reasons.append(Reason(code, min(points, left), n))
            left -= min(points, left)
    return reasons


def _knowledge(facts: Facts) -> list[Reason]:
    reasons = []
    if facts.knows in KNOWS:
        reasons.append(Reason(*KNOWS[facts.knows]))
    if facts.place:
        reasons.append(Reason("place", 7))
    if facts.happened or TIME.search(facts.words[:20_000]):
        reasons.append(Reason("time", 6))
    if facts.contactable:
        reasons.append(Reason("contactable", 8))
    return reasons


def _against(facts: Facts) -> list[Reason]:
    reasons = []
    files = facts.pictures + facts.recordings + facts.documents + facts.other_files
    if not files and len(facts.words.strip()) < VERY_SHORT:
        reasons.append(Reason("very_short", -15))
    if facts.bulk:
        reasons.append(Reason("bulk", -25))
    if facts.spam_points:
        reasons.append(Reason("spam", -min(60, facts.spam_points)))
    return reasons


def _corrects(facts: Facts) -> bool:
    return any(CORRECTION.search(text[:300]) for text in (facts.headline, facts.words))
