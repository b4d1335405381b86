"""The waist: the one place where a submission becomes a tip."""

from collections import Counter
from dataclasses import dataclass

from tipline.domain.attachment import kind_of, shown_name, sniff
from tipline.domain.desk import Desk, due_at
from tipline.domain.event import Door, Verb
from tipline.domain.job import JobKind
from tipline.domain.level import Facts, Verdict, judge
from tipline.domain.mail import MailKind, MailState
from tipline.domain.message import MessageKind
from tipline.domain.refusals import Invalid, TooLarge
from tipline.domain.source import ContactKind
from tipline.domain.status import Status
from tipline.domain.submission import Channel, Receipt, Submission, SubmittedFile
from tipline.domain.terms import terms
from tipline.domain.tip import Details, Tip, excerpt_of, headline_of
from tipline.newsroom import Newsroom
from tipline.store import Transaction
from tipline.store.blobs import Blob

SUSPECT = 60
"""Spam points from which a tip waits in quarantine."""
DAY = 86_400_000
HOUR = 3_600_000
MOST_PER_HOUR = 10
DOORS = {
    Channel.FORM: Door.WEB,
    Channel.EMAIL: Door.MAIL,
    Channel.API: Door.API,
    Channel.IMPORT: Door.CLI,
    Channel.MANUAL: Door.WEB,
}


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file that is on disk, beside how it was handed over."""

    file: SubmittedFile
    blob: Blob
    name: str
    media_type: str


def receive(newsroom: Newsroom, submission: Submission) -> Receipt:
    """Take a submission in: when this returns, the tip is committed and synced.

    The same key again gives the same receipt. Raises Invalid with neither words nor file, TooLarge, Busy; then
    nothing was kept.
    """
    _check(newsroom, submission)
    kept = tuple(_keep(newsroom, file) for file in submission.files)
    verdict = judge(_facts(submission, kept))
    code = newsroom.signer.code(submission.code_seed) if submission.code_seed else None
    with newsroom.store.writing() as tx:
        known = tx.tips.by_key(submission.key)
        tip = known or _accept(tx, newsroom, submission, verdict, kept=kept, code=code)
        if submission.mail_id is not None:
            kind = MailKind.LIST if submission.bulk else MailKind.HUMAN
            tx.mails.became(submission.mail_id, state=MailState.READ, kind=kind, tip_id=tip.id)
    return Receipt(tip.ref, code, again=known is not None)


def receipt_hash(newsroom: Newsroom, code: str) -> str:
    """What is stored of a code."""
    return newsroom.signer.digest("receipt", code)


def _check(newsroom: Newsroom, submission: Submission) -> None:
    if not submission.words.strip() and not submission.files and submission.mail_id is None:
        raise Invalid("Tell us what you know, or add a file", faults={"words": "Write what you know, or add a file"})
    if len(submission.files) > newsroom.settings.limits_files and submission.mail_id is None:
        raise TooLarge("We take at most {most} files at once", most=newsroom.settings.limits_files)


def _keep(newsroom: Newsroom, file: SubmittedFile) -> _Kept:
    blob = newsroom.blobs.keep(file.content)
    name = shown_name(file.name)
    return _Kept(file, blob, name, sniff(blob.head, name))


def _facts(submission: Submission, kept: tuple[_Kept, ...]) -> Facts:
    kinds = Counter(kind_of(one.media_type) for one in kept)
    return Facts(
        words=submission.words,
        headline=submission.headline,
        pictures=kinds["picture"],
        recordings=kinds["recording"],
        documents=kinds["document"],
        other_files=kinds["file"],
        contactable=submission.contact.answerable or submission.code_seed is not None,
        knows=submission.knows,
        place=submission.place,
        happened=submission.happened,
        bulk=submission.bulk,
        spam_points=submission.spam_points,
    )


def _accept(
    tx: Transaction,
    newsroom: Newsroom,
    submission: Submission,
    verdict: Verdict,
    *,
    kept: tuple[_Kept, ...],
    code: str | None,
) -> Tip:
    """Everything that a tip is made of, in one transaction."""
    now = newsroom.clock.now()
    desk = next((one for one in tx.people.desks() if one.slug == submission.desk), None)
    tip = tx.tips.add(_tip(tx, newsroom, submission, verdict, desk=desk, files=len(kept)), key=submission.key)
    tx.tips.add_details(
        _details(tx, submission, verdict, tip_id=tip.id),
        receipt_hash=receipt_hash(newsroom, code) if code else None,
    )
    message = tx.messages.add(tip.id, kind=MessageKind.SOURCE, at=now, words=submission.words)
    for one in kept:
        tx.messages.attach(
            message,
            tip.id,
            sha256=one.blob.sha256,
            size=one.blob.size,
            name=one.name,
            media_type=one.media_type,
            wish=one.file.wish,
        )
    tx.find_by(tip.id, _terms(tip, submission, kept))
    tx.events.add(tip.id, Verb.RECEIVED, at=now, door=DOORS[submission.channel], version=1)
    _thank(tx, newsroom, submission, tip)
    return tip


def _details(tx: Transaction, submission: Submission, verdict: Verdict, *, tip_id: int) -> Details:
    has_contact = submission.contact.kind in (ContactKind.EMAIL, ContactKind.PHONE)
    return Details(
        tip_id=tip_id,
        contact=submission.contact.kind,
        source_id=tx.sources.known_as(submission.contact) if has_contact else None,
        reasons=verdict.reasons,
        score=verdict.score,
        rules_version=verdict.version,
        about=submission.about,
        place=submission.place,
        happened=submission.happened,
        knows=submission.knows,
        consents=submission.consents,
        language=submission.language,
        flags=submission.flags,
    )


def _tip(
    tx: Transaction, newsroom: Newsroom, submission: Submission, verdict: Verdict, *, desk: Desk | None, files: int
) -> Tip:
    now = newsroom.clock.now()
    ref = newsroom.refs.tip()
    while tx.tips.ref_taken(ref):
        ref = newsroom.refs.tip()
    return Tip(
        id=0,
        ref=ref,
        channel=submission.channel,
        status=Status.QUARANTINE if submission.spam_points >= SUSPECT else Status.NEW,
        level=verdict.level,
        computed=verdict.level,
        by_hand=False,
        received_at=now,
        due_at=due_at(now, verdict.level, desk),
        headline=headline_of(submission.headline, submission.words),
        excerpt=excerpt_of(submission.words),
        sender=submission.contact.name or (submission.contact.address if submission.contact.answerable else ""),
        files=files,
        version=1,
        desk_id=desk.id if desk else None,
        demo=submission.demo,
    )


def _terms(tip: Tip, submission: Submission, kept: tuple[_Kept, ...]) -> list[str]:
    names = (one.name for one in kept)
    return terms(
        "\n".join((tip.ref, tip.headline, submission.contact.name, submission.place, *names, submission.words))
    )


def _thank(tx: Transaction, newsroom: Newsroom, submission: Submission, tip: Tip) -> None:
    """Promise one acknowledgement: to nobody more than once a day, and to nobody who sends mail after mail."""
    thanks = submission.acknowledge
    if thanks is None or tip.status == Status.QUARANTINE:
        return
    now, sender = newsroom.clock.now(), newsroom.signer.digest("thanked", thanks.to.lower())
    if tx.limits.take(f"flood:{sender}", now=now, every=HOUR // MOST_PER_HOUR, burst=MOST_PER_HOUR):
        return
    if tx.limits.take(f"thanks:{sender}", now=now, every=DAY, burst=1):
        return
    payload = {"to": thanks.to, "language": thanks.language, "ref": tip.ref, "in_reply_to": thanks.in_reply_to}
    domain = (newsroom.settings.smtp_sender or newsroom.settings.mail_address).rpartition("@")[2]
    message_id = newsroom.refs.message_id(domain)
    tx.outbox.promise(JobKind.ACKNOWLEDGEMENT, tip_id=tip.id, payload=payload, message_id=message_id, at=now)
