"""Invented tips by the thousand: the rows of every table, the same for the same seed."""

import hashlib
import json
import random
from dataclasses import dataclass, field
from typing import Any

from bench.vocabulary import FEW, RARE, TWICE, Sentence, Vocabulary
from tipline.domain.desk import HOUR, PROMISES
from tipline.domain.status import Outcome
from tipline.domain.tip import excerpt_of, headline_of

VERSION = 3
"""To be raised when the rows change: it is part of the name of what is cached."""
SEED = 20_261_125
NOW = 1_795_600_800_000
YEAR = 365 * 24 * HOUR
DESKS, EDITORS = 8, 12
OPEN_SHARE = 0.09
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
Row = dict[str, Any]


@dataclass
class Rows:
    """Rows by table, and the search terms of each tip."""

    tips: list[Row] = field(default_factory=list)
    details: list[Row] = field(default_factory=list)
    messages: list[Row] = field(default_factory=list)
    attachments: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    sources: list[Row] = field(default_factory=list)
    terms: list[tuple[int, list[str]]] = field(default_factory=list)
    bytes_said: int = 0


class Generator:
    """Makes tips one after another; ids count from 1."""

    def __init__(self, total: int, *, seed: int = SEED) -> None:
        self.words = Vocabulary(seed)
        self._chance = random.Random(seed + 1)
        self._total = total
        self._done = self._messages = self._sources = 0

    def said(self) -> list[Sentence]:
        """The sentences of one tip: 50 to 400 words."""
        chance, left, found = self._chance, round(50 * 8 ** self._chance.random()), []
        while left > 0:
            found.append(chance.choice(self.words.sentences))
            left -= len(found[-1].terms)
        return found

    def rows(self, count: int) -> Rows:
        """The next tips."""
        rows = Rows()
        for _ in range(count):
            self._done += 1
            self._tip(rows, self._done)
        return rows

    def _tip(self, rows: Rows, number: int) -> None:
        chance, sentences = self._chance, self.said()
        words, terms = _told(sentences, number, self._total)
        received = NOW - YEAR + YEAR * number // self._total
        tip = self._row(number, received, headline_of("", words), excerpt_of(words))
        rows.tips.append(tip)
        rows.details.append(self._details(rows, number, tip))
        rows.terms.append((number, [*tip["ref"].lower().split("-"), *terms]))
        rows.bytes_said += len(words.encode())
        self._message(rows, number, received, "source", words)
        rows.attachments += [self._file(number, place) for place in range(tip["files"])]
        for _ in range(chance.choice((0, 0, 0, 0, 1, 2))):
            said = chance.choice(self.words.sentences).text
            self._message(rows, number, received + HOUR, "note", said, author=chance.randint(1, EDITORS))
            rows.bytes_said += len(said)
        rows.events += self._history(tip)

    def _row(self, number: int, received: int, headline: str, excerpt: str) -> Row:
        chance = self._chance
        level = chance.choices((1, 2, 3, 4), weights=(2, 13, 65, 20))[0]
        status = _status(chance)
        decided = status not in ("new", "quarantine")
        return {
            "id": number,
            "ref": "T-" + _ref(number),
            "key": f"bench-{number}",
            "channel": chance.choices(("form", "email", "manual"), weights=(45, 50, 5))[0],
            "status": status,
            "level": level,
            "computed": level,
            "by_hand": False,
            "received_at": received,
            "due_at": received + PROMISES[level - 1] * HOUR,
            "decided_at": received + chance.randint(1, 48) * HOUR if decided else None,
            "desk_id": chance.randint(1, DESKS) if chance.random() < 0.85 else None,
            "assignee_id": chance.randint(1, EDITORS) if status in ("open", "waiting", "closed") else None,
            "headline": headline,
            "excerpt": excerpt,
            "sender": f"Reader {number % 9973}" if chance.random() < 0.6 else "",
            "files": chance.choices((0, 1, 2, 3), weights=(75, 15, 7, 3))[0],
            "version": 3 if decided else 1,
            "outcome": chance.choice(list(Outcome)).value if status == "closed" else None,
            "outcome_url": "",
            "demo": False,
        }

    def _details(self, rows: Rows, number: int, tip: Row) -> Row:
        source = None
        if tip["sender"]:
            self._sources += 1
            source = self._sources
            email = f"reader{source}@mail.example"
            rows.sources.append({"id": source, "name": tip["sender"], "email": email, "phone": "", "times": ""})
        reasons = [["first_hand", 12, 1], ["place", 7, 1]]
        return {
            "tip_id": number,
            "receipt_hash": hashlib.sha256(b"%d" % number).hexdigest() if tip["channel"] == "form" else None,
            "source_id": source,
            "contact": "email" if source else "code",
            "about": "https://ledger.example/news/a-story" if number % 5 == 0 else "",
            "place": "Long Quay" if number % 3 == 0 else "",
            "happened": "",
            "knows": "saw" if number % 2 else None,
            "consents": '["ask_first"]',
            "language": "en",
            "flags": "[]",
            "score": 59,
            "reasons": json.dumps(reasons),
            "rules_version": 1,
        }

    def _message(self, rows: Rows, tip: int, at: int, kind: str, words: str, *, author: int | None = None) -> None:
        self._messages += 1
        row = {"id": self._messages, "tip_id": tip, "kind": kind, "at": at, "words": words, "author_id": author}
        rows.messages.append({**row, "key": None, "withdrawn_at": None})

    def _file(self, tip: int, place: int) -> Row:
        sha256 = hashlib.sha256(b"%d/%d" % (tip, place)).hexdigest()
        kind = self._chance.choice((("photo.jpg", "image/jpeg"), ("report.pdf", "application/pdf")))
        row = {"tip_id": tip, "message_id": self._messages, "sha256": sha256, "size": 2_000_000, "wish": True}
        return {**row, "name": kind[0], "media_type": kind[1]}

    def _history(self, tip: Row) -> list[Row]:
        received = _event(tip, "received", tip["received_at"], 1)
        if tip["decided_at"] is None:
            return [received]
        took = _event(tip, "took", tip["decided_at"], 2, before={"status": "new"}, after={"status": "open"})
        if tip["status"] == "open":
            return [received, took]
        verb = "closed" if tip["status"] == "closed" else "waited"
        after = {"status": tip["status"]}
        return [received, took, _event(tip, verb, tip["decided_at"] + HOUR, 3, before={"status": "open"}, after=after)]


def _event(tip: Row, verb: str, at: int, version: int, **changes: Row) -> Row:
    packed = {name: json.dumps(change) for name, change in changes.items()}
    row = {"tip_id": tip["id"], "at": at, "verb": verb, "door": "web", "version": version, "by": tip["assignee_id"]}
    return {**row, "before": None, "after": None, "message_id": None, "undoes": None, **packed}


def _status(chance: random.Random) -> str:
    place = chance.random()
    if place < OPEN_SHARE:
        return "new" if place < OPEN_SHARE / 2 else "open"
    return "waiting" if place < 0.11 else "quarantine" if place < 0.115 else "closed"


def _told(sentences: list[Sentence], number: int, total: int) -> tuple[str, list[str]]:
    """The words and their terms, with the three words of known frequency: in 20 tips, in 1 of 100, in 1 of 80."""
    extra = [word for word, every in ((RARE, max(1, total // 20)), (TWICE, 100), (FEW, 80)) if number % every == 0]
    text = " ".join(sentence.text for sentence in sentences)
    terms = [term for sentence in sentences for term in sentence.terms]
    return " ".join([text, *extra]), [*terms, *extra]


def _ref(number: int) -> str:
    """Six signs that look random and no two are alike: the factor is prime to their count."""
    scattered, signs = number * 387_420_491 % 30**6, []
    for _ in range(6):
        scattered, sign = divmod(scattered, 30)
        signs.append(ALPHABET[sign])
    return "".join(signs)
