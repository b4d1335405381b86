"""What becomes of the mails that were kept: a tip, or a note of what it was; never nothing."""

import logging

from tipline.domain.mail import Mail
from tipline.domain.refusals import Busy
from tipline.mail import ours, submission
from tipline.mail import read as reading
from tipline.mail.read import ReadMail
from tipline.newsroom import Newsroom, intake, mails

BATCH = 8
TRIES = 3
"""Mails that are in memory at once, and tries to read one; the last does not look into it any more."""

log = logging.getLogger("tipline.mail")


def read_waiting(newsroom: Newsroom) -> int:
    """Read some of the mails that wait; how many. One that fails is no obstacle to the next. Raises Busy."""
    waiting = mails.unread(newsroom, BATCH)
    for mail in waiting:
        try:
            _file(newsroom, mail)
        except Busy:
            # The mail is not to blame, and nothing else could be written either.
            raise
        except Exception as fault:
            log.exception("A mail could not be filed", extra={"mail": mail.id})
            mails.fail(newsroom, mail, type(fault).__name__)
    return len(waiting)


def _file(newsroom: Newsroom, mail: Mail) -> None:
    read = _read(newsroom, mail)
    if not read.becomes_tip:
        mails.file(newsroom, mail, read.kind)
        return
    route = mails.route(newsroom, mail.envelope.recipient)
    ours = mails.route(newsroom, mail.envelope.sender) is not None
    intake.receive(newsroom, submission.of(read, mail, desk=route.desk if route else None, ours=ours))


def _read(newsroom: Newsroom, mail: Mail) -> ReadMail:
    if mail.attempts >= TRIES - 1:
        return reading.unreadable(mail.raw, mail.envelope)
    return reading.read(mail.raw, mail.envelope, domains=ours.domains(newsroom.settings))
