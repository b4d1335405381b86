"""What a reader fills in and what can be wrong with it."""

import re
from dataclasses import dataclass

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, RadioField, StringField
from wtforms.validators import ValidationError

from tipline.domain.source import Contact, ContactKind
from tipline.domain.submission import KNOWS
from tipline.i18n import gettext as _
from tipline.web import newsroom

SHORT = 200
EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")
EMAIL_LONGEST = 254
"""RFC 5321, 4.5.3.1.3, without the angle brackets."""
ORDER = ("words", "place", "happened", "files", "contact", "email", "phone", "times", "name", "knows")
"""The fields as they stand in the page: a summary of faults follows it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, at which field."""

    at: str
    said: str


def _clean(text: str | None) -> str:
    """Text without NUL, which no database takes, and with line ends as we write them."""
    return (text or "").replace("\x00", "").replace("\r\n", "\n")


def _line(text: str | None) -> str:
    return _clean(text).strip()


def _short(_form: FlaskForm, field: Field) -> None:
    if len(field.data) > SHORT:
        raise ValidationError(_("Shorten this to {most} characters", most=SHORT))


class TipForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    """The form of /tips. `story` is where the reader came from, `about` whether the tip is about it."""

    class Meta:
        """Flask-WTF's own token needs a cookie; ours is in tokens.py."""

        csrf = False

    token = HiddenField()
    story = HiddenField()
    about = BooleanField(default=True)
    words = StringField(filters=[_clean])
    place = StringField(filters=[_line], validators=[_short])
    happened = StringField(filters=[_line], validators=[_short])
    wish = BooleanField(default=True)
    contact = RadioField(choices=[kind.value for kind in ContactKind], validate_choice=False)
    email = StringField(filters=[_line])
    phone = StringField(filters=[_line], validators=[_short])
    times = StringField(filters=[_line], validators=[_short])
    name = StringField(filters=[_line], validators=[_short])
    knows = RadioField(choices=list(KNOWS), validate_choice=False)
    quote = BooleanField()
    by_name = BooleanField()
    ask_first = BooleanField(default=True)
    website = StringField()

    def validate_words(self, field: Field) -> None:
        """Not more than we take; whether there are any is asked together with the files."""
        most = newsroom().settings.limits_words
        if len(field.data) > most:
            raise ValidationError(
                _(
                    "You wrote {n} characters and we can take {most}. Shorten it, or send the rest as a file",
                    n=len(field.data),
                    most=most,
                )
            )

    def validate_email(self, field: Field) -> None:
        """An address in full, where a mail is wanted."""
        fits = EMAIL.fullmatch(field.data) and len(field.data) <= EMAIL_LONGEST and field.data.isprintable()
        if self.kind == ContactKind.EMAIL and not fits:
            raise ValidationError(_("Enter an email address in full, like name@example.com"))

    def validate_phone(self, field: Field) -> None:
        """Some way to call, where a call is wanted."""
        if self.kind == ContactKind.PHONE and not field.data:
            raise ValidationError(_("Enter a phone number or a Signal name"))

    @property
    def kind(self) -> ContactKind:
        """The way chosen; where none was, what was filled in tells: without `:has()` all fields are open."""
        if self.contact.data in list(ContactKind):
            return ContactKind(self.contact.data)
        if self.email.data:
            return ContactKind.EMAIL
        return ContactKind.PHONE if self.phone.data else ContactKind.CODE

    def source(self) -> Contact:
        """How to reach the reader. What belongs to another choice than theirs is let go: the page promised it."""
        if self.kind == ContactKind.EMAIL:
            return Contact(self.kind, self.email.data, self.name.data)
        if self.kind == ContactKind.PHONE:
            return Contact(self.kind, self.phone.data, self.name.data, self.times.data)
        return Contact(self.kind)

    def consents(self) -> frozenset[str]:
        """What they allow; a name that we do not hold cannot be printed, nor somebody asked who left no way back."""
        given = {
            "quote": self.quote.data,
            "name": self.by_name.data and bool(self.source().name),
            "ask_first": self.ask_first.data and self.kind != ContactKind.NONE,
        }
        return frozenset(name for name, said in given.items() if said)

    def knowledge(self) -> str | None:
        """How they say that they know."""
        return self.knows.data if self.knows.data in KNOWS else None

    def faults(self) -> list[Fault]:
        """What is wrong with the fields."""
        return [Fault(at, str(said)) for at in ORDER for said in self.errors.get(at, ())]
