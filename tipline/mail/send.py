"""The outbox to the relay: a session for a batch, a mail at least once, and a relay in trouble costs one wait."""

import logging
import smtplib
from collections.abc import Mapping

from flask_mail import BadHeaderError

from tipline.domain.job import Job
from tipline.mail.compose import Unfit, compose
from tipline.mail.relay import Relay, mail_app
from tipline.newsroom import Newsroom, jobs

PATIENCE = 30_000
"""Milliseconds for a batch, half of what its jobs are leased for."""

PERMANENT = range(500, 600)

log = logging.getLogger("tipline.mail")


def deliver(newsroom: Newsroom) -> int:
    """Send what is due; how many jobs were taken. Without a relay in the settings, none is. Raises Busy."""
    if not newsroom.settings.smtp_host:
        return 0
    claimed = jobs.claim(newsroom)
    if claimed:
        _send(newsroom, claimed)
    return len(claimed)


def _send(newsroom: Newsroom, claimed: tuple[Job, ...]) -> None:
    """Send a batch; once the session is lost, everything that is left waits for another day."""
    waiting = list(claimed)
    until = newsroom.clock.now() + PATIENCE
    app = mail_app(newsroom.settings)
    try:
        with app.app_context(), Relay(app, newsroom.settings) as relay:
            while waiting and newsroom.clock.now() < until:
                _send_one(newsroom, relay, waiting[0])
                waiting.pop(0)
        fault = "the relay is slow"
    except OSError as trouble:
        fault = _name(trouble)
        log.warning("The relay is in trouble", extra={"fault": type(trouble).__name__})
    for job in waiting:
        jobs.postpone(newsroom, job, fault)


def _send_one(newsroom: Newsroom, relay: Relay, job: Job) -> None:
    """Send a mail and settle its job. Raises OSError when the session is lost."""
    try:
        letter = compose(newsroom, job)
        relay.send(letter.message, envelope_from=letter.returns_to)
    except (Unfit, BadHeaderError):
        jobs.kill(newsroom, job, "no mail can be made of it")
    except smtplib.SMTPRecipientsRefused as refused:
        _settle(newsroom, job, _code(refused.recipients))
    except smtplib.SMTPResponseException as refused:
        _settle(newsroom, job, refused.smtp_code)
    else:
        jobs.done(newsroom, job)


def _settle(newsroom: Newsroom, job: Job, code: int) -> None:
    """What the relay says beside its code may hold the reader's address: it is not kept."""
    if code in PERMANENT:
        jobs.kill(newsroom, job, f"refused for good: {code}")
    else:
        jobs.postpone(newsroom, job, f"refused for now: {code}")


def _code(recipients: Mapping[str, tuple[int, bytes]]) -> int:
    return next((code for code, _said in recipients.values()), 0)


def _name(trouble: OSError) -> str:
    code = trouble.smtp_code if isinstance(trouble, smtplib.SMTPResponseException) else ""
    return f"{type(trouble).__name__} {code}".strip()
