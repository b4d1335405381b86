"""What a check finds, and what it says to do."""

import shutil
import socket
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from tests.fakes import DAY, HOUR, MINUTE, FakeClock, sent
from tipline import newsroom as rooms
from tipline.domain.mail import Envelope
from tipline.domain.submission import Acknowledgement, SubmittedFile
from tipline.newsroom import Newsroom, checks, intake, jobs, mails
from tipline.newsroom.checks import Finding
from tipline.settings import Settings

THANKED = sent(acknowledge=Acknowledgement(to="ada@paper.example"))


@pytest.fixture
def clock(newsroom: Newsroom) -> FakeClock:
    assert isinstance(newsroom.clock, FakeClock)
    return newsroom.clock


def wrong(newsroom: Newsroom) -> list[str]:
    return [finding.name for finding in checks.run(newsroom) if not finding.ok]


def found(newsroom: Newsroom, name: str) -> list[Finding]:
    return [finding for finding in checks.run(newsroom) if finding.name == name]


def test_a_newsroom_in_order_has_nothing_wrong(any_newsroom: Newsroom) -> None:
    intake.receive(any_newsroom, sent(files=(SubmittedFile("a.txt", BytesIO(b"hello")),)))

    findings = checks.run(any_newsroom)

    assert [finding for finding in findings if not finding.ok] == []
    assert {finding.name for finding in findings} == {
        *("folders", "key", "database", "schema", "integrity", "clock", "mail", "outbox", "files", "orphans")
    }
    assert checks.ready(any_newsroom)
    assert checks.upgraded(any_newsroom)


def test_a_file_that_is_gone_is_told(newsroom: Newsroom) -> None:
    intake.receive(newsroom, sent(files=(SubmittedFile("a.txt", BytesIO(b"hello")),)))
    next(newsroom.blobs.all()).unlink()

    assert wrong(newsroom) == ["files"]
    assert found(newsroom, "files")[0].said == "1 file of a tip is missing"


def test_a_file_of_no_tip_is_counted_and_no_fault(newsroom: Newsroom) -> None:
    newsroom.blobs.keep(BytesIO(b"a form that was left"))

    assert wrong(newsroom) == []
    assert found(newsroom, "orphans")[0].said == "1 file belongs to no tip"


def test_mail_that_is_not_read_for_long_says_that_the_worker_stands(newsroom: Newsroom, clock: FakeClock) -> None:
    mails.keep(newsroom, b"Subject: x\r\n\r\nx", Envelope(sender="a@b.example", recipient="tips@localhost"))
    clock.advance(9 * MINUTE)
    assert wrong(newsroom) == []

    clock.advance(MINUTE)
    assert wrong(newsroom) == ["mail"]
    assert found(newsroom, "mail")[0].said == "One has waited 10 minutes"
    assert "worker" in found(newsroom, "mail")[0].advice


def test_mail_that_is_not_sent_for_long_is_told_only_where_it_should_be_sent(
    newsroom: Newsroom, clock: FakeClock
) -> None:
    intake.receive(newsroom, THANKED)
    clock.advance(2 * HOUR)
    assert wrong(newsroom) == []

    with socket.create_server(("127.0.0.1", 0)) as relay:
        port = relay.getsockname()[1]
        sending = replace(newsroom, settings=replace(newsroom.settings, smtp_host="127.0.0.1", smtp_port=port))
        assert wrong(sending) == ["outbox"]
    assert wrong(sending) == ["relay", "outbox"]


def test_what_was_given_up_is_told(newsroom: Newsroom) -> None:
    intake.receive(newsroom, THANKED)
    jobs.kill(newsroom, jobs.claim(newsroom)[0], "refused for good: 550")

    assert wrong(newsroom) == ["outbox"]
    assert found(newsroom, "outbox")[-1].said == "1 was given up"


def test_a_tip_from_the_future_says_that_the_clock_went_back(newsroom: Newsroom, clock: FakeClock) -> None:
    intake.receive(newsroom, sent())
    clock.advance(-DAY)

    assert wrong(newsroom) == ["clock"]


def test_a_key_that_others_can_read_is_told(newsroom: Newsroom) -> None:
    (newsroom.settings.instance / "keys" / "master.key").chmod(0o644)

    assert wrong(newsroom) == ["key"]


def test_a_disk_without_room_is_told(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "ROOM", 1 << 60)

    assert wrong(newsroom) == ["folders", "folders"]


def test_a_database_that_lacks_its_tables_is_told_and_not_looked_into(tmp_path: Path) -> None:
    newsroom = rooms.open_newsroom(Settings(instance=tmp_path))

    assert wrong(newsroom) == ["schema"]
    assert found(newsroom, "schema")[0].advice == "Say: tipline db upgrade"
    assert not checks.upgraded(newsroom)
    newsroom.close()


def test_a_database_that_does_not_answer_is_a_finding(newsroom: Newsroom) -> None:
    newsroom.store.close()
    file = newsroom.settings.instance / "tipline.sqlite"
    file.rename(file.with_name("elsewhere"))
    file.mkdir()

    assert wrong(newsroom) == ["database"]
    assert not checks.ready(newsroom)


def test_rows_that_point_to_nothing_are_told(newsroom: Newsroom) -> None:
    with newsroom.store.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("INSERT INTO members (desk_id, editor_id) VALUES (99, 99)")

    assert wrong(newsroom) == ["integrity"]
    assert found(newsroom, "integrity")[0].said.startswith("a row of members points to nothing")


def test_a_folder_that_cannot_be_used_is_told(newsroom: Newsroom) -> None:
    shutil.rmtree(newsroom.blobs.folder)

    assert "folders" in wrong(newsroom)
    assert not checks.ready(newsroom)
