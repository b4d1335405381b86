"""Sixty invented tips of an invented town, through the real acts; and taking away exactly them."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.resources import files
from typing import Any

from tipline.clock import Clock
from tipline.domain.editor import Editor, Role, check_may
from tipline.domain.level import Level
from tipline.domain.source import Contact, ContactKind
from tipline.domain.status import Outcome
from tipline.domain.submission import Channel, Submission, SubmittedFile
from tipline.newsroom import Newsroom, conversation, demo_files, intake, triage
from tipline.store.demo import take_away

HOUR = 3_600_000
NO_PASSWORD = ""
"""No password has this hash: an invented editor can be given tips, but nobody can sign in as one."""

ACTS: dict[str, tuple[Callable[..., object], tuple[str, ...]]] = {
    "take": (triage.take, ()),
    "wait": (triage.wait, ()),
    "reopen": (triage.reopen, ()),
    "assign": (triage.assign, ("to",)),
    "move": (triage.move, ("desk",)),
    "level": (triage.set_level, ("level",)),
    "close": (triage.close, ("outcome", "url")),
    "note": (conversation.note, ("words",)),
}
READ: dict[str, Callable[[str], object]] = {
    "level": lambda name: Level[name.upper()],
    "outcome": Outcome,
}
"""How the words of an act become its values, where they are not the values themselves."""


class Earlier(Clock):
    """A clock that stands at a past moment, so that a tip can have come long ago."""

    def __init__(self, at: int) -> None:
        self._at = at

    def now(self) -> int:
        """That moment."""
        return self._at


def fill(newsroom: Newsroom) -> int:
    """Receive the invented tips that are not there yet and decide on them; how many were new."""
    invented = tomllib.loads(files("tipline.newsroom").joinpath("demo_tips.toml").read_text("utf-8"))
    now = newsroom.clock.now()
    people = _people(newsroom, invented, now=now)
    oldest_first = sorted(invented["tips"], key=lambda tip: -tip["hours"])
    return sum(_came(newsroom, tip, people, now=now) for tip in oldest_first)


def remove(newsroom: Newsroom, *, by: Editor | None = None) -> int:
    """Take away all that was invented and nothing else; how many tips. `by` is none at the command line."""
    if by is not None:
        check_may(by, "demo")
    with newsroom.store.writing() as tx:
        gone, hashes = take_away(tx)
    for sha256 in hashes:
        newsroom.blobs.path(sha256).unlink(missing_ok=True)
    return gone


def _people(newsroom: Newsroom, invented: Mapping[str, Any], *, now: int) -> dict[str, Editor]:
    """The invented editors by their short names, on desks that may be real ones of the same name."""
    with newsroom.store.writing() as tx:
        desks = {desk.slug: desk for desk in tx.people.desks()}
        for desk in invented["desks"]:
            if desk["slug"] not in desks:
                desks[desk["slug"]] = tx.people.add_desk(slug=desk["slug"], name=desk["name"], demo=True)
        people = {}
        for one in invented["editors"]:
            email, role = f"{one['key']}@larkmouth-ledger.example", Role(one["role"])
            known = tx.people.credentials(email)
            account = {"email": email, "name": one["name"], "role": role, "password_hash": NO_PASSWORD, "at": now}
            new = known[0].id if known else tx.people.add(**account, demo=True)
            on = frozenset(desks[slug].id for slug in one["desks"])
            tx.people.set_desks(new, on)
            people[one["key"]] = Editor(new, email, one["name"], role, on)
    return people


def _came(newsroom: Newsroom, tip: Mapping[str, Any], people: Mapping[str, Editor], *, now: int) -> bool:
    then = replace(newsroom, clock=Earlier(now - round(tip["hours"] * HOUR)))
    receipt = intake.receive(then, _submission(tip))
    for name, who, hours, *given in [] if receipt.again else tip.get("acts", []):
        act, keywords = ACTS[name]
        values = {
            keyword: people[value].id if keyword == "to" else READ.get(keyword, str)(value)
            for keyword, value in zip(keywords, given, strict=False)
        }
        act(replace(newsroom, clock=Earlier(now - round(hours * HOUR))), receipt.ref, by=people[who], **values)
    return not receipt.again


def _submission(tip: Mapping[str, Any]) -> Submission:
    channel = Channel(tip.get("channel", "form"))
    contact = tip.get("contact", {"kind": "code"})
    key = f"demo:{tip['key']}"
    return Submission(
        channel=channel,
        words=tip["words"].strip(),
        key=key,
        headline=tip["headline"],
        desk=tip.get("desk"),
        about=tip.get("about", ""),
        place=tip.get("place", ""),
        happened=tip.get("happened", ""),
        files=tuple(SubmittedFile(name, demo_files.made(name)) for name in tip.get("files", ())),
        contact=Contact(**{**contact, "kind": ContactKind(contact["kind"])}),
        knows=tip.get("knows"),
        consents=frozenset(tip.get("consents", ())),
        language=tip.get("language", "en"),
        code_seed=key if contact["kind"] == ContactKind.CODE else None,
        bulk=tip.get("bulk", False),
        spam_points=tip.get("spam", 0),
        demo=True,
    )
