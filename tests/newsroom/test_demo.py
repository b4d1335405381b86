"""Sixty invented tips, and taking away exactly them."""

import shutil
from io import BytesIO

import pytest
from sqlalchemy import select

from tests.conftest import person
from tests.fakes import FakeClock, sent
from tipline.domain.editor import Editor, Role
from tipline.domain.filter import QUEUE, parse
from tipline.domain.refusals import Forbidden, Refused
from tipline.domain.status import Status
from tipline.domain.submission import SubmittedFile
from tipline.newsroom import Newsroom, accounts, demo, demo_files, intake, open_newsroom, queue, team, tips, triage
from tipline.settings import Settings
from tipline.store.schema import metadata


def stored(newsroom):
    """Every row of every table but the search's, which a search asks after."""
    with newsroom.store.reading() as tx:
        return {
            table.name: sorted(map(repr, tx.connection.execute(select(table))))
            for table in metadata.sorted_tables
            if table.name not in ("search", "limits")
        }


def look(newsroom, words, by):
    return queue.look(newsroom, parse(words), by=by, size=100).rows


def blobs(newsroom):
    return {path.name for path in newsroom.blobs.all()}


@pytest.fixture(scope="module")
def filled(template, tmp_path_factory):
    """A newsroom full of invented tips, to look at only: filling takes a second."""
    folder = tmp_path_factory.mktemp("filled") / "instance"
    shutil.copytree(template, folder)
    newsroom = open_newsroom(Settings(instance=folder), clock=FakeClock())
    demo.fill(newsroom)
    yield newsroom
    newsroom.close()


@pytest.fixture(scope="module")
def admin(filled):
    return next(one for one in team.editors(filled) if one.role == Role.ADMIN)


def test_the_desk_is_full_of_tips_of_every_kind(filled, admin):
    everything = look(filled, "", admin)
    assert len(everything) == 60
    assert {tip.status for tip in everything} == set(Status)
    assert len({tip.level for tip in everything}) == 4
    assert len({tip.desk_id for tip in everything}) == 8
    assert len({tip.channel for tip in everything}) == 3
    assert all(tip.demo for tip in everything)
    assert 2 < len(look(filled, "is:late", admin)) < 12
    assert sum(tip.files > 0 for tip in everything) > 20
    assert len({tip.outcome for tip in everything if tip.status == Status.CLOSED}) > 4


@pytest.mark.parametrize(
    "words", ["flood", "asbestos", "furgoneta", "الماء", "护照", "борщ", "status:quarantine", "diary*"]
)
def test_what_was_invented_is_found(filled, admin, words):
    assert look(filled, words, admin)


def test_an_invented_tip_has_a_past(filled, admin):
    [found] = look(filled, "loan boiler", admin)

    told = tips.look(filled, found.ref, by=admin)

    assert [event.verb for event in reversed(told.events)] == [
        "received", "took", "noted", "waited", "closed", "reopened", "noted",
    ]  # fmt: skip
    assert [event.at for event in told.events] == sorted((event.at for event in told.events), reverse=True)
    assert told.tip.received_at == filled.clock.now() - 260 * demo.HOUR
    assert {event.who for event in told.events} == {None, "Dele Aduba"}


@pytest.mark.slow
def test_filling_twice_makes_no_doubles(newsroom):
    demo.fill(newsroom)
    once = stored(newsroom)

    assert demo.fill(newsroom) == 0
    assert stored(newsroom) == once


@pytest.mark.slow
def test_removing_leaves_everything_as_it_was(any_newsroom):
    ines = person(any_newsroom, "ines")
    receipt = intake.receive(any_newsroom, sent(words="The flood wall again", desk="courts"))
    triage.take(any_newsroom, receipt.ref, by=ines)
    before, files = stored(any_newsroom), blobs(any_newsroom)
    demo.fill(any_newsroom)

    assert demo.remove(any_newsroom, by=ines) == 60

    assert stored(any_newsroom) == before
    assert blobs(any_newsroom) == files
    assert [tip.ref for tip in look(any_newsroom, "flood wall", ines)] == [receipt.ref]
    assert look(any_newsroom, "asbestos", ines) == ()
    assert demo.remove(any_newsroom) == 0


@pytest.mark.slow
def test_what_a_real_tip_has_come_to_need_stays(any_newsroom):
    ines = person(any_newsroom, "ines")
    demo.fill(any_newsroom)
    same_file = SubmittedFile("mine.jpg", BytesIO(demo_files.made("fence-notice.jpg").read()))
    receipt = intake.receive(any_newsroom, sent(desk="health", files=(same_file,)))
    triage.assign(any_newsroom, receipt.ref, to=person(any_newsroom, "dele").id, by=ines)

    demo.remove(any_newsroom)

    kept = tips.look(any_newsroom, receipt.ref, by=ines)
    assert kept.desk(kept.tip.desk_id).slug == "health"
    assert kept.editor(kept.tip.assignee_id).name == "Dele Aduba"
    assert blobs(any_newsroom) == {kept.attachments[0].sha256}
    assert {desk.slug for desk in team.desks(any_newsroom)} == {"courts", "schools", "city-hall", "health"}
    assert len(team.editors(any_newsroom)) == 4


@pytest.mark.slow
def test_real_desks_and_people_are_used_where_they_are_there(newsroom, priya):
    demo.fill(newsroom)

    assert len(team.desks(newsroom)) == 7
    assert queue.look(newsroom, QUEUE, by=priya).rows
    assert priya in team.editors(newsroom)


def test_nobody_signs_in_as_an_invented_editor(filled):
    for password in ("", "a password of many letters"):
        with pytest.raises(Refused):
            accounts.sign_in(filled, "dele@larkmouth-ledger.example", password, visitor="192.0.2.1")


@pytest.mark.slow
def test_only_an_admin_takes_it_away_at_the_desk(newsroom, priya, ines):
    demo.fill(newsroom)

    with pytest.raises(Forbidden):
        demo.remove(newsroom, by=priya)
    assert len(look(newsroom, "", ines)) == 60


def test_only_an_admin_takes_the_invented_away(newsroom: Newsroom, ines: Editor, priya: Editor) -> None:
    with pytest.raises(Forbidden):
        demo.remove(newsroom, by=priya)
    assert demo.remove(newsroom, by=ines) == 0
