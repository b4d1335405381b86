"""The reading pane: a tip with everything an editor decides by, and what they may do to it now."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tipline.domain.attachment import Attachment
from tipline.domain.desk import Desk
from tipline.domain.editor import ACTS, Editor
from tipline.domain.message import Message, MessageKind
from tipline.domain.status import PATHS, Outcome, Status
from tipline.domain.tip import Tip
from tipline.newsroom import tips
from tipline.newsroom.tips import TipView
from tipline.web import history, newsroom

MADE = (Outcome.PUBLISHED, Outcome.BACKGROUND)
"""What we made of a tip, asked by `e`; all other outcomes are asked by `n`."""


@dataclass(frozen=True, slots=True)
class Pane:
    """A tip's page. `faults` and `typed` are of a form that came back."""

    view: TipView
    may: frozenset[str]
    key: str
    faults: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def tip(self) -> Tip:
        """The tip itself."""
        return self.view.tip

    @property
    def desk(self) -> Desk | None:
        """The desk that it is on."""
        return self.view.desk(self.tip.desk_id)

    @property
    def assignee(self) -> Editor | None:
        """Whose it is."""
        return self.view.editor(self.tip.assignee_id)

    @property
    def first(self) -> Message | None:
        """The source's own first words."""
        return next((one for one in self.view.messages if one.kind == MessageKind.SOURCE), None)

    @property
    def talk(self) -> tuple[Message, ...]:
        """Everything that was said since."""
        return tuple(one for one in self.view.messages if one is not self.first)

    @property
    def lines(self) -> tuple[history.Line, ...]:
        """The history in words."""
        return history.lines(self.view)

    @property
    def colleagues(self) -> tuple[Editor, ...]:
        """To whom it can be given."""
        return tuple(one for one in self.view.editors if one.active)

    def files(self, message: Message) -> tuple[Attachment, ...]:
        """The files of a message."""
        return tuple(one for one in self.view.attachments if one.message_id == message.id)


def look(
    ref: str, *, by: Editor, faults: Mapping[str, str] | None = None, typed: Mapping[str, str] | None = None
) -> Pane:
    """The tip for the asker. Raises NotFound."""
    view = tips.look(newsroom(), ref, by=by)
    return Pane(view, _may(view.tip, by), newsroom().refs.token(), faults or {}, typed or {})


def _may(tip: Tip, by: Editor) -> frozenset[str]:
    """The acts that both the role and the tip's status allow, so that nobody is offered what would be refused."""
    open_to = PATHS[tip.status]
    fits = {
        "take": Status.OPEN in open_to or (tip.status == Status.OPEN and tip.assignee_id != by.id),
        "put_back": Status.NEW in open_to,
        "wait": Status.WAITING in open_to,
        "close": Status.CLOSED in open_to,
        "reopen": tip.status in (Status.CLOSED, Status.WAITING),
        "release": tip.by_hand,
    }
    return frozenset(act for act, roles in ACTS.items() if by.role in roles and fits.get(act, True))
