"""Desks and people, as an admin arranges them."""

import re

from tipline.domain.desk import Desk
from tipline.domain.editor import Editor, Role, check_may
from tipline.domain.refusals import Invalid, NotFound, Refused
from tipline.newsroom import Newsroom

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_NAME = 60
TAKEN = frozenset({"none"})


def desks(newsroom: Newsroom) -> tuple[Desk, ...]:
    """All desks, by name."""
    with newsroom.store.reading() as tx:
        return tx.people.desks()


def editors(newsroom: Newsroom) -> tuple[Editor, ...]:
    """Everybody with an account, by name."""
    with newsroom.store.reading() as tx:
        return tx.people.editors()


def add_desk(newsroom: Newsroom, *, name: str, slug: str, by: Editor | None, demo: bool = False) -> Desk:
    """A new desk; `by` is none at the command line. Raises Invalid."""
    if by is not None:
        check_may(by, "accounts")
    faults = {}
    if not name.strip() or len(name) > LONGEST_NAME or not name.strip().isprintable():
        faults["name"] = "Give the desk a name"
    if not SLUG.fullmatch(slug) or len(slug) > 64 or slug in TAKEN:
        faults["slug"] = "Use small letters, digits and hyphens, as in city-hall"
    if faults:
        raise Invalid("The desk was not added", faults=faults)
    with newsroom.store.writing() as tx:
        if any(desk.slug == slug for desk in tx.people.desks()):
            raise Invalid("The desk was not added", faults={"slug": "There is a desk of this short name already"})
        return tx.people.add_desk(slug=slug, name=name.strip(), demo=demo)


def set_member(
    newsroom: Newsroom, editor_id: int, *, desks: frozenset[int], role: Role, active: bool, by: Editor
) -> Editor:
    """What somebody may do, and on which desks. Raises NotFound, and Refused when no admin would be left."""
    check_may(by, "accounts")
    with newsroom.store.writing() as tx:
        everybody = tx.people.editors()
        if not any(one.id == editor_id for one in everybody):
            raise NotFound
        others = [one for one in everybody if one.id != editor_id and one.active and one.role == Role.ADMIN]
        if not others and (role != Role.ADMIN or not active):
            raise Refused("There must be at least one admin")
        tx.people.change(editor_id, role=role, active=active)
        tx.people.set_desks(editor_id, desks & {desk.id for desk in tx.people.desks()})
        if not active:
            tx.people.close_sessions_of(editor_id)
        return next(one for one in tx.people.editors() if one.id == editor_id)
