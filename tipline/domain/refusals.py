"""What we say no to: named, raised in domain, store or newsroom, turned into an answer by each door."""

from collections.abc import Mapping


class Refusal(Exception):
    """A no with a sentence for a person.

    `template` is a gettext message with `{named}` places, `fields` fill them; a door translates before it fills.
    """

    def __init__(self, template: str, **fields: object) -> None:
        super().__init__(template, fields)
        self.template = template
        self.fields = fields

    def __str__(self) -> str:
        return self.template.format(**self.fields)


class NotFound(Refusal):
    """There is no such thing, or the asker may not know that there is: both say the same."""

    def __init__(self, template: str = "There is nothing here", **fields: object) -> None:
        super().__init__(template, **fields)


class Refused(Refusal):
    """The thing is there, but this cannot be done to it now."""


class Forbidden(Refusal):
    """The asker may see it, but not do this."""


class Invalid(Refusal):
    """What was handed over has faults; `faults` names each field with a template for it."""

    def __init__(self, template: str, *, faults: Mapping[str, str] | None = None, **fields: object) -> None:
        super().__init__(template, **fields)
        self.faults = dict(faults or {})


class TooLarge(Refusal):
    """More bytes or more files than we take."""


class TooMany(Refusal):
    """Too often in too short a time; `wait` is in whole seconds."""

    def __init__(self, template: str, *, wait: int, **fields: object) -> None:
        super().__init__(template, wait=wait, **fields)
        self.wait = wait


class Stale(Refusal):
    """Somebody changed the same field since the asker looked; `theirs` stands, `yours` was asked."""

    def __init__(self, template: str, *, field: str, theirs: object, yours: object, who: str) -> None:
        super().__init__(template, field=field, theirs=theirs, yours=yours, who=who)
        self.field = field
        self.theirs = theirs
        self.yours = yours
        self.who = who


class Busy(Refusal):
    """The disk is full, the database is locked or gone: nothing was kept, try again in a while."""

    def __init__(self, template: str = "We cannot keep anything just now", **fields: object) -> None:
        super().__init__(template, **fields)
