"""A submission that was accepted, and what may become of it."""

from dataclasses import dataclass, fields, replace

from tipline.domain.desk import Desk, due_at
from tipline.domain.editor import Editor
from tipline.domain.event import Fields
from tipline.domain.level import Level, Reason
from tipline.domain.refusals import Invalid
from tipline.domain.source import ContactKind
from tipline.domain.status import Outcome, Status, check_path
from tipline.domain.submission import Channel

HEADLINE = 120
EXCERPT = 200
DECIDED = (Status.OPEN, Status.WAITING, Status.CLOSED)


@dataclass(frozen=True, slots=True)
class Tip:
    """A tip as lists need it. Times are milliseconds since 1970; `version` counts its changes.

    `computed` is the level that its reasons give; `level` differs from it only when `by_hand`. `due_at` is when it
    must have had its first decision, `decided_at` when it had it.
    """

    id: int
    ref: str
    channel: Channel
    status: Status
    level: Level
    computed: Level
    by_hand: bool
    received_at: int
    due_at: int
    headline: str
    excerpt: str
    sender: str
    files: int
    version: int
    decided_at: int | None = None
    desk_id: int | None = None
    assignee_id: int | None = None
    outcome: Outcome | None = None
    outcome_url: str = ""
    demo: bool = False

    def late(self, now: int) -> bool:
        """Whether its first decision is overdue."""
        return self.decided_at is None and self.status != Status.QUARANTINE and self.due_at < now

    def taken_by(self, editor: Editor, *, now: int) -> "Tip":
        """Accepted, and the editor's own."""
        tip = self if self.status == Status.OPEN else self._moved(Status.OPEN, now=now)
        return replace(tip, assignee_id=editor.id, outcome=None, outcome_url="")

    def assigned_to(self, editor: Editor | None, *, now: int) -> "Tip":
        """Given to an editor, or to nobody; a new tip that is given to somebody is accepted by that."""
        accepts = editor is not None and self.status == Status.NEW
        tip = self._moved(Status.OPEN, now=now) if accepts else self
        return replace(tip, assignee_id=editor.id if editor else None)

    def moved_to(self, desk: Desk | None) -> "Tip":
        """On another desk, by whose promise it is now due."""
        return replace(self, desk_id=desk.id if desk else None, due_at=due_at(self.received_at, self.level, desk))

    def levelled(self, level: Level, *, desk: Desk | None) -> "Tip":
        """At a level set by hand, which stays."""
        return replace(self, level=level, by_hand=True, due_at=due_at(self.received_at, level, desk))

    def released(self, *, desk: Desk | None) -> "Tip":
        """At the level that its reasons give."""
        return replace(self, level=self.computed, by_hand=False, due_at=due_at(self.received_at, self.computed, desk))

    def put_back(self) -> "Tip":
        """Undecided again, and nobody's: from open, or released from quarantine."""
        check_path(self.status, Status.NEW)
        return replace(self, status=Status.NEW, assignee_id=None, decided_at=None)

    def waiting(self, *, now: int) -> "Tip":
        """Waiting for the source."""
        return self._moved(Status.WAITING, now=now)

    def closed(self, outcome: Outcome, *, url: str = "", now: int) -> "Tip":
        """Closed with what came of it; a published one names its story."""
        if outcome == Outcome.PUBLISHED and not url.startswith(("https://", "http://")):
            raise Invalid(
                "Give the address of the story",
                faults={"url": "Give the address of the story, beginning with https://"},
            )
        return replace(
            self._moved(Status.CLOSED, now=now),
            outcome=outcome,
            outcome_url=url if outcome == Outcome.PUBLISHED else "",
        )

    def reopened(self, *, now: int) -> "Tip":
        """Open again: from closed, or when a waiting one need not wait any longer."""
        return replace(self._moved(Status.OPEN, now=now), outcome=None, outcome_url="")

    def changes_from(self, before: "Tip") -> tuple[Fields, Fields]:
        """The changed fields, as they were and as they are."""
        names = [name for name in CHANGING if getattr(before, name) != getattr(self, name)]
        return {name: getattr(before, name) for name in names}, {name: getattr(self, name) for name in names}

    def with_fields(self, values: Fields) -> "Tip":
        """The tip with stored values of CHANGING fields put in, for undo."""
        typed = {
            name: TYPES[name](value) if name in TYPES and value is not None else value for name, value in values.items()
        }
        return replace(self, **typed)  # type: ignore[arg-type]  # names and types come from changes_from

    def _moved(self, then: Status, *, now: int) -> "Tip":
        check_path(self.status, then)
        decided = (self.decided_at or now) if then in DECIDED else None
        return replace(self, status=then, decided_at=decided)


CHANGING = (
    "status",
    "level",
    "by_hand",
    "due_at",
    "decided_at",
    "desk_id",
    "assignee_id",
    "outcome",
    "outcome_url",
    "headline",
)
TYPES = {"status": Status, "level": Level, "outcome": Outcome}


@dataclass(frozen=True, slots=True)
class Details:
    """What only the tip's own page shows of it."""

    tip_id: int
    contact: ContactKind
    source_id: int | None
    reasons: tuple[Reason, ...]
    score: int
    rules_version: int
    about: str = ""
    place: str = ""
    happened: str = ""
    knows: str | None = None
    consents: frozenset[str] = frozenset()
    language: str = "en"
    flags: tuple[str, ...] = ()


FIELDS = tuple(f.name for f in fields(Tip))


def headline_of(headline: str, words: str) -> str:
    """A one-line headline: the given one, else the first line or sentence of the words."""
    line = " ".join((headline.strip() or next((line for line in words.splitlines() if line.strip()), "")).split())
    if len(line) <= HEADLINE:
        return line
    cut = line[:HEADLINE].rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:–-") + "…"


def excerpt_of(words: str) -> str:
    """The first words in one line, for the list."""
    line = " ".join(words[: EXCERPT * 4].split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1].rstrip() + "…"
