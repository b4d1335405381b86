"""Accounts: invited, joined, signed in to."""

import re
import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from tipline.domain.editor import Editor, Role, check_may
from tipline.domain.refusals import Busy, Invalid, NotFound, Refused, TooMany
from tipline.newsroom import Newsroom
from tipline.newsroom.visitors import prefix_key
from tipline.store import Transaction

INVITED_FOR = 7 * 86_400_000
IDLE = 12 * 3_600_000
LONGEST = 14 * 86_400_000
TOUCH = 60_000
"""A session's last use is written at most once a minute."""
SHORTEST_PASSWORD, LONGEST_PASSWORD = 15, 128
LONGEST_NAME = 100
TRIES = 8
EVERY = 60_000 // TRIES
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
NO = "We do not know this address with this password"

hasher = PasswordHasher(memory_cost=19 * 1024, time_cost=2, parallelism=1)
"""OWASP's password storage cheat sheet: 19 MiB, two passes."""
at_once = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in; `csrf` is the secret of their forms."""

    editor: Editor
    csrf: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """What an invitation is for."""

    role: Role


def first_invitation(newsroom: Newsroom) -> str | None:
    """The token that makes the first account; the same one until it is used, none when somebody has an account."""
    # Strangers who open the desk ask this too: they must not stand in the writers' queue.
    with newsroom.store.reading() as tx:
        if tx.people.has_accounts():
            return None
    with newsroom.store.writing() as tx:
        # Asked again: a used invitation must not come alive because somebody joined in between.
        return None if tx.people.has_accounts() else _kept_open(tx, newsroom)


def _kept_open(tx: Transaction, newsroom: Newsroom) -> str:
    token = newsroom.signer.digest("first invitation")
    expires_at = newsroom.clock.now() + INVITED_FOR
    tx.people.invite(_hash(newsroom, token), role=Role.ADMIN, desks=frozenset(), expires_at=expires_at)
    return token


def invite(newsroom: Newsroom, *, role: Role, desks: frozenset[int] = frozenset(), by: Editor | None) -> str:
    """A token that makes one account within a week; `by` is none at the command line."""
    if by is not None:
        check_may(by, "accounts")
    token = newsroom.refs.token()
    with newsroom.store.writing() as tx:
        expires_at = newsroom.clock.now() + INVITED_FOR
        tx.people.invite(_hash(newsroom, token), role=role, desks=desks, expires_at=expires_at)
    return token


def invitation(newsroom: Newsroom, token: str) -> Invitation:
    """What a token is for. Raises NotFound when it is unknown, used or too old."""
    with newsroom.store.reading() as tx:
        found = tx.people.invitation(_hash(newsroom, token))
    if found is None or found.used_at is not None or found.expires_at < newsroom.clock.now():
        raise NotFound("This invitation was used already or is too old. Ask for a new one")
    return Invitation(found.role)


def join(newsroom: Newsroom, token: str, *, name: str, email: str, password: str) -> Editor:
    """Make the account that somebody was invited to. Raises NotFound, Invalid."""
    role, email = invitation(newsroom, token).role, email.strip().lower()
    faults = _faults(name, email, password)
    if faults:
        raise Invalid("The account was not made", faults=faults)
    password_hash = _hashed(password)
    with newsroom.store.writing() as tx:
        if tx.people.credentials(email):
            raise Invalid("The account was not made", faults={"email": "This address has an account already"})
        now, token_hash = newsroom.clock.now(), _hash(newsroom, token)
        found = tx.people.invitation(token_hash)
        if found is None or not tx.people.use_invitation(token_hash, at=now):
            raise NotFound("This invitation was used already or is too old. Ask for a new one")
        new = tx.people.add(email=email, name=name.strip(), role=role, password_hash=password_hash, at=now)
        tx.people.set_desks(new, found.desks & {desk.id for desk in tx.people.desks()})
    return Editor(new, email, name.strip(), role, found.desks)


def sign_in(newsroom: Newsroom, email: str, password: str, *, visitor: str) -> str:
    """A new session's token. Raises Refused, alike for unknown names and wrong passwords, and TooMany."""
    now, email = newsroom.clock.now(), email.strip().lower()
    keys = (f"account:{newsroom.signer.digest('account', email)}", prefix_key(newsroom, "sign-in", visitor))
    with newsroom.store.writing() as tx:
        wait = max(tx.limits.take(key, now=now, every=EVERY, burst=TRIES) for key in keys)
        found = tx.people.credentials(email)
    if wait:
        raise TooMany("Too many tries. Wait {wait} seconds", wait=wait // 1000 + 1)
    right = _matches(found[1] if found else _nobody(), password)
    if found is None or not right or not found[0].active:
        raise Refused(NO)
    with newsroom.store.writing() as tx:
        for key in keys:
            tx.limits.give_back(key, every=EVERY)
    return open_session(newsroom, found[0])


def open_session(newsroom: Newsroom, editor: Editor) -> str:
    """A new session's token, for somebody who has just shown who they are."""
    token, now = newsroom.refs.token(), newsroom.clock.now()
    with newsroom.store.writing() as tx:
        tx.people.open_session(_hash(newsroom, token), editor_id=editor.id, csrf=newsroom.refs.token(), at=now)
    return token


def session(newsroom: Newsroom, token: str) -> Session | None:
    """Whose session a token is; none when it ended, was idle for IDLE, or is older than LONGEST."""
    token_hash, now = _hash(newsroom, token), newsroom.clock.now()
    with newsroom.store.reading() as tx:
        found = tx.people.session(token_hash)
    if found is None or not found.editor.active:
        return None
    if now - found.seen_at > IDLE or now - found.created_at > LONGEST:
        sign_out(newsroom, token)
        return None
    if now - found.seen_at > TOUCH:
        # Who can still read shall read, also while nothing can be written.
        with suppress(Busy), newsroom.store.writing() as tx:
            tx.people.touch_session(token_hash, at=now)
    return Session(found.editor, found.csrf)


def sign_out(newsroom: Newsroom, token: str) -> None:
    """End a session."""
    with newsroom.store.writing() as tx:
        tx.people.close_session(_hash(newsroom, token))


def _faults(name: str, email: str, password: str) -> dict[str, str]:
    faults = {}
    if not name.strip() or len(name) > LONGEST_NAME or not name.strip().isprintable():
        faults["name"] = "Write your name, as your colleagues know it"
    if not ADDRESS.fullmatch(email) or len(email) > 320 or not email.isprintable():
        faults["email"] = "Enter an email address in full, like name@example.com"
    if len(password) < SHORTEST_PASSWORD:
        faults["password"] = "Use at least 15 characters. Four or five words that you make up are good"
    if len(password) > LONGEST_PASSWORD:
        faults["password"] = "Use at most 128 characters"
    if len(set(password)) < 5 <= len(password):
        faults["password"] = "Use more different characters"
    return faults


def _hash(newsroom: Newsroom, token: str) -> str:
    return newsroom.signer.digest("token", token)


def _hashed(password: str) -> str:
    with at_once:
        return hasher.hash(password)


@cache
def _nobody() -> str:
    """A hash to try a password against when there is no account, so that both take the same time."""
    return _hashed("nobody has this password")


def _matches(password_hash: str, password: str) -> bool:
    with at_once:
        try:
            return hasher.verify(password_hash, password[:LONGEST_PASSWORD])
        except (Argon2Error, InvalidHashError):
            return False
