"""The same acts, the same answers, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tests.conftest import person
from tests.fakes import SENT, sent
from tipline import newsroom as rooms
from tipline.domain.filter import QUEUE, parse
from tipline.domain.level import Level
from tipline.domain.mail import Envelope
from tipline.domain.status import Outcome
from tipline.domain.submission import Acknowledgement, SubmittedFile
from tipline.newsroom import Newsroom, accounts, attachments, dump, intake, jobs, mails, queue, returning, tips, triage
from tipline.store import migrations
from tipline.store.migrations import steps
from tipline.store.schema import metadata

TEXTS = (
    "市長は橋の工事を止めた",
    "Vier Nächte ohne Arzt, sagt die Nachtschwester",
    "عمال المصنع يعملون بعد منتصف الليل",
    "नगर निगम ने सड़क का पैसा नहीं दिया",
    "The harbour fuel tank leaks; harbour master told us twice",
    "harbor fuel prices",
)
QUESTIONS = (
    *("市長", "橋の工事", "工事 -市長", "nachte", '"ohne arzt"', "nacht*", "المصنع", "सड़क", "fuel", '"harbour fuel"'),
    *("harb*", "fuel -harbour", "-fuel", "fuel status:new", "fuel level:normal", "' OR 1", '"', "* -", "a'b\\c"),
)


def test_a_tips_way_is_the_same(any_newsroom: Newsroom) -> None:
    ines, priya = person(any_newsroom, "ines"), person(any_newsroom, "priya")
    receipt = intake.receive(any_newsroom, replace(SENT, acknowledge=Acknowledgement("a@example.com")))
    assert intake.receive(any_newsroom, SENT).ref == receipt.ref
    assert receipt.code
    triage.take(any_newsroom, receipt.ref, by=priya)
    triage.set_level(any_newsroom, receipt.ref, level=Level.URGENT, by=ines)
    triage.close(any_newsroom, receipt.ref, outcome=Outcome.BACKGROUND, by=priya)
    triage.undo(any_newsroom, receipt.ref, by=priya)
    kept = mails.keep(any_newsroom, b"raw \x00 bytes", Envelope("", "tips@localhost"))
    (job,) = jobs.claim(any_newsroom)
    jobs.done(any_newsroom, job)

    view = tips.look(any_newsroom, receipt.ref, by=priya)
    assert [event.verb for event in view.events] == ["acknowledged", "undid", "closed", "levelled", "took", "received"]
    assert (view.tip.status, view.tip.level) == ("open", Level.URGENT)
    assert queue.look(any_newsroom, QUEUE, by=priya).counts.mine == 1
    assert returning.look(any_newsroom, receipt.code, visitor="192.0.2.1").ref == receipt.ref
    assert mails.unread(any_newsroom)[0].raw == b"raw \x00 bytes"
    assert mails.keep(any_newsroom, b"raw \x00 bytes", Envelope("", "tips@localhost")).mail_id == kept.mail_id
    assert len(list(dump.lines(any_newsroom))) > 10
    token = accounts.sign_in(any_newsroom, ines.email, "five plain words make one", visitor="192.0.2.1")
    assert accounts.session(any_newsroom, token)


def test_pages_follow_each_other(any_newsroom: Newsroom) -> None:
    ines = person(any_newsroom, "ines")
    for n in range(9):
        ref = intake.receive(any_newsroom, sent()).ref
        triage.set_level(any_newsroom, ref, level=Level(n % 4 + 1), by=ines)
    seen, after = [], ""
    while after is not None:
        page = queue.look(any_newsroom, QUEUE, by=ines, after=after, size=4)
        seen += [(row.level, row.due_at, row.id) for row in page.rows]
        after = page.after
    assert seen == sorted(seen)
    assert len(seen) == 9


def test_the_same_key_at_the_same_time_is_one_tip(any_newsroom: Newsroom) -> None:
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda _: intake.receive(any_newsroom, SENT), range(8)))
    assert len({receipt.ref for receipt in receipts}) == 1


def test_both_engines_find_the_same(newsroom: Newsroom, postgres: str) -> None:
    other = rooms.open_newsroom(replace(newsroom.settings, database_url=postgres), clock=newsroom.clock)
    found = []
    for room in (newsroom, other):
        ines = person(room, "ines")
        for n, words in enumerate(TEXTS):
            intake.receive(room, sent(words=words, key=f"text {n}"))
        found.append(
            {asked: [row.excerpt for row in queue.look(room, parse(asked), by=ines).rows] for asked in QUESTIONS}
        )
    other.close()
    assert found[0] == found[1]
    assert found[0]["市長"] == [TEXTS[0]]
    assert found[0]["nachte"] == [TEXTS[1]]


def test_the_tables_are_what_the_migrations_made(any_newsroom: Newsroom) -> None:
    ours = {table.name for table in metadata.tables.values()}

    def wanted(_item: object, name: str | None, kind: str, *_rest: object) -> bool:
        return kind != "table" or (
            name in ours and (name != "search" or any_newsroom.store.engine.name == "postgresql")
        )

    with any_newsroom.store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": wanted, "compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert migrations.current(connection) == migrations.HEAD == steps.script().get_current_head()


def test_files_are_fetched(any_newsroom: Newsroom) -> None:
    ines = person(any_newsroom, "ines")
    ref = intake.receive(any_newsroom, sent(files=(SubmittedFile("a.txt", BytesIO(b"hello")),))).ref
    (one,) = tips.look(any_newsroom, ref, by=ines).attachments
    assert attachments.fetch(any_newsroom, ref, one.id, by=ines)[1].read_bytes() == b"hello"
    with pytest.raises(Exception, match="nothing here"):
        attachments.fetch(any_newsroom, ref, one.id + 1, by=ines)
