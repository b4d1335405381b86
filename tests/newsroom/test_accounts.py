"""Accounts: one invitation, one account; guesses are slowed and told nothing."""

import pytest

from tests.fakes import DAY, HOUR, MINUTE, PASSWORD, FakeClock
from tipline import newsroom as rooms
from tipline.domain.editor import Editor, Role
from tipline.domain.refusals import Forbidden, Invalid, NotFound, Refused, TooMany
from tipline.newsroom import Newsroom, accounts, team
from tipline.settings import Settings

INES = "ines@ledger.example"


@pytest.fixture
def clock(newsroom: Newsroom) -> FakeClock:
    """The newsroom's clock."""
    assert isinstance(newsroom.clock, FakeClock)
    return newsroom.clock


def test_the_first_link_makes_the_first_admin_and_then_is_gone(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = Settings(instance=tmp_path_factory.mktemp("fresh"))
    rooms.upgrade(settings)
    newsroom = rooms.open_newsroom(settings)
    token = accounts.first_invitation(newsroom)
    assert token
    assert accounts.first_invitation(newsroom) == token
    assert accounts.invitation(newsroom, token).role == Role.ADMIN

    joined = accounts.join(newsroom, token, name="Ada", email="Ada@Ledger.example ", password=PASSWORD)
    assert (joined.role, joined.email) == (Role.ADMIN, "ada@ledger.example")
    assert accounts.first_invitation(newsroom) is None
    with pytest.raises(NotFound):
        accounts.join(newsroom, token, name="Eve", email="eve@example.com", password=PASSWORD)
    newsroom.close()


def test_an_invitation_ends_after_a_week(newsroom: Newsroom, clock: FakeClock, ines: Editor) -> None:
    token = accounts.invite(newsroom, role=Role.EDITOR, by=ines)
    clock.advance(7 * DAY + 1)
    with pytest.raises(NotFound):
        accounts.invitation(newsroom, token)


def test_only_an_admin_invites(newsroom: Newsroom, priya: Editor) -> None:
    with pytest.raises(Forbidden):
        accounts.invite(newsroom, role=Role.ADMIN, by=priya)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("name", {"name": " "}),
        ("email", {"email": "nobody"}),
        ("email", {"email": INES}),
        ("password", {"password": "short"}),
        ("password", {"password": "x" * 129}),
        ("password", {"password": "a" * 20}),
    ],
)
def test_faults_are_named_at_their_field(newsroom: Newsroom, field: str, given: dict[str, str]) -> None:
    token = accounts.invite(newsroom, role=Role.EDITOR, by=None)
    with pytest.raises(Invalid) as refusal:
        accounts.join(newsroom, token, **{"name": "Ada", "email": "ada@example.com", "password": PASSWORD, **given})
    assert field in refusal.value.faults
    assert accounts.invitation(newsroom, token)


def test_two_at_one_invitation_make_one_account(newsroom: Newsroom) -> None:
    token = accounts.invite(newsroom, role=Role.EDITOR, by=None)
    seen = accounts.invitation

    def both_saw_it(room: Newsroom, given: str) -> accounts.Invitation:
        found = seen(room, given)
        with newsroom.store.writing() as tx:
            tx.people.use_invitation(newsroom.signer.digest("token", token), at=1)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "invitation", both_saw_it)
        with pytest.raises(NotFound):
            accounts.join(newsroom, token, name="Ada", email="ada@example.com", password=PASSWORD)


def test_a_session_begins_and_ends(newsroom: Newsroom, ines: Editor) -> None:
    token = accounts.sign_in(newsroom, " Ines@ledger.example", PASSWORD, visitor="192.0.2.1")
    session = accounts.session(newsroom, token)
    assert session is not None
    assert session.editor == ines
    accounts.sign_out(newsroom, token)
    assert accounts.session(newsroom, token) is None


def test_an_idle_session_ends_and_a_used_one_lasts_two_weeks(newsroom: Newsroom, clock: FakeClock) -> None:
    idle = accounts.sign_in(newsroom, INES, PASSWORD, visitor="192.0.2.1")
    clock.advance(12 * HOUR + 1)
    assert accounts.session(newsroom, idle) is None

    used = accounts.sign_in(newsroom, INES, PASSWORD, visitor="192.0.2.1")
    for _ in range(28):
        assert accounts.session(newsroom, used) is not None
        clock.advance(12 * HOUR)
    clock.advance(1)
    assert accounts.session(newsroom, used) is None


def test_unknown_name_and_wrong_password_are_told_the_same(newsroom: Newsroom) -> None:
    said = []
    for email in (INES, "nobody@example.com"):
        with pytest.raises(Refused) as refusal:
            accounts.sign_in(newsroom, email, "wrong wrong wrong", visitor="192.0.2.1")
        said.append(str(refusal.value))
    assert said[0] == said[1]


def test_guessing_is_slowed_per_account_and_per_place(newsroom: Newsroom, clock: FakeClock) -> None:
    for n in range(8):
        with pytest.raises(Refused):
            accounts.sign_in(newsroom, INES, "wrong wrong wrong", visitor=f"192.0.{n}.1")
    with pytest.raises(TooMany) as refusal:
        accounts.sign_in(newsroom, INES, PASSWORD, visitor="198.51.100.1")
    assert 0 < refusal.value.wait <= 60
    clock.advance(MINUTE)
    assert accounts.sign_in(newsroom, INES, PASSWORD, visitor="not an address")


def test_who_was_switched_off_is_out_at_once(newsroom: Newsroom, ines: Editor, priya: Editor) -> None:
    token = accounts.sign_in(newsroom, priya.email, PASSWORD, visitor="2001:db8::1")
    team.set_member(newsroom, priya.id, desks=priya.desks, role=priya.role, active=False, by=ines)
    assert accounts.session(newsroom, token) is None
    with pytest.raises(Refused):
        accounts.sign_in(newsroom, priya.email, PASSWORD, visitor="2001:db8::1")


def test_a_hash_of_another_kind_never_matches(newsroom: Newsroom, ines: Editor) -> None:
    with newsroom.store.writing() as tx:
        tx.people.add(email="old@example.com", name="Old", role=Role.EDITOR, password_hash="md5:x", at=1)
    with pytest.raises(Refused):
        accounts.sign_in(newsroom, "old@example.com", PASSWORD, visitor="192.0.2.1")


def test_desks_are_added_by_an_admin(newsroom: Newsroom, ines: Editor, priya: Editor) -> None:
    assert team.add_desk(newsroom, name=" Health ", slug="health", by=ines).name == "Health"
    for name, slug in (("", "x"), ("X", "Big Letters"), ("X", "none"), ("X", "health")):
        with pytest.raises(Invalid):
            team.add_desk(newsroom, name=name, slug=slug, by=ines)
    with pytest.raises(Forbidden):
        team.add_desk(newsroom, name="X", slug="x", by=priya)
    assert "health" in {desk.slug for desk in team.desks(newsroom)}


def test_members_change_but_one_admin_stays(newsroom: Newsroom, ines: Editor, tom: Editor) -> None:
    desks = frozenset(desk.id for desk in team.desks(newsroom))
    changed = team.set_member(newsroom, tom.id, desks=desks | {999}, role=Role.EDITOR, active=True, by=ines)
    assert (changed.desks, changed.role) == (desks, Role.EDITOR)
    with pytest.raises(Refused):
        team.set_member(newsroom, ines.id, desks=desks, role=Role.EDITOR, active=True, by=ines)
    with pytest.raises(NotFound):
        team.set_member(newsroom, 999, desks=desks, role=Role.EDITOR, active=True, by=ines)
    kept = team.set_member(newsroom, ines.id, desks=frozenset(), role=Role.ADMIN, active=True, by=ines)
    assert kept.desks == frozenset()


def test_colleagues_behind_one_address_all_come_in(newsroom: Newsroom) -> None:
    for _ in range(accounts.TRIES + 3):
        assert accounts.sign_in(newsroom, INES, PASSWORD, visitor="192.0.2.1")


@pytest.mark.parametrize("name", ["\u202eevil", "\x07", "x" * 101])
def test_a_name_that_steers_or_swamps_a_page_is_not_taken(newsroom: Newsroom, name: str) -> None:
    token = accounts.invite(newsroom, role=Role.EDITOR, by=None)
    with pytest.raises(Invalid) as refusal:
        accounts.join(newsroom, token, name=name, email="ada@example.com", password=PASSWORD)
    assert "name" in refusal.value.faults
