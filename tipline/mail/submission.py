"""A read mail as the submission that it makes."""

from io import BytesIO

from tipline.domain.mail import Mail, MailKind
from tipline.domain.source import Contact, ContactKind
from tipline.domain.submission import Acknowledgement, Channel, Submission, SubmittedFile
from tipline.i18n import gettext as _
from tipline.mail import address
from tipline.mail.read import ReadMail

CERTAIN = 100
"""Spam points that put a tip into quarantine."""


def of(read: ReadMail, kept: Mail, *, desk: str | None, ours: bool) -> Submission:
    """The submission of a mail that becomes a tip; `ours` is whether its sender is an address of this door."""
    doubtful = read.kind is MailKind.LOOP or "no_headers" in read.flags
    return Submission(
        channel=Channel.EMAIL,
        words=read.words or _words_for(read),
        key=f"mail:{kept.id}",
        headline=read.subject,
        desk=desk,
        files=tuple(SubmittedFile(file.name, BytesIO(file.content)) for file in read.files),
        contact=_contact(read),
        language=read.language,
        bulk=read.kind is MailKind.LIST,
        spam_points=CERTAIN if doubtful else 0,
        flags=read.flags,
        acknowledge=None if ours or doubtful else _acknowledgement(read, kept.envelope.sender),
        mail_id=kept.id,
    )


def _words_for(read: ReadMail) -> str:
    return _("This mail could not be read. It is attached as it came.") if read.kind is MailKind.UNREADABLE else ""


def _contact(read: ReadMail) -> Contact:
    if "@" not in read.reply_to:
        return Contact(ContactKind.NONE, name=read.sender.name)
    return Contact(ContactKind.EMAIL, address=read.reply_to, name=read.sender.name)


def _acknowledgement(read: ReadMail, sender: str) -> Acknowledgement | None:
    """Thanks go to the envelope's sender alone (RFC 3834, 4): every other address may be somebody's joke."""
    if not read.acknowledge or not address.sendable(sender):
        return None
    answered = f"<{read.message_id}>" if address.sendable(read.message_id) else ""
    return Acknowledgement(to=sender, language=read.language, in_reply_to=answered)
