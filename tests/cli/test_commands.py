"""Commands do what they say, in plain lines."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.fakes import sent
from tipline.cli import main
from tipline.domain.submission import Acknowledgement
from tipline.newsroom import Newsroom, intake, jobs

Command = Callable[..., Result]


@pytest.fixture
def tipline(newsroom: Newsroom) -> Command:
    """Calls a command on the newsroom's instance."""

    def call(*words: str) -> Result:
        return CliRunner().invoke(main, ["--instance", str(newsroom.settings.instance), *words])

    return call


def test_check_tells_each_thing_and_ends_well(tipline: Command) -> None:
    result = tipline("check")

    assert result.exit_code == 0
    assert all(line.startswith("ok ") for line in result.output.splitlines())


def test_check_tells_what_to_do_and_ends_with_1(tipline: Command, newsroom: Newsroom) -> None:
    (newsroom.settings.instance / "keys" / "master.key").chmod(0o644)

    result = tipline("check")

    assert result.exit_code == 1
    assert "WRONG   key" in result.output
    assert "chmod 600" in result.output


def test_upgrade_twice_changes_nothing(tmp_path: Path) -> None:
    def call(*words: str) -> str:
        return CliRunner().invoke(main, ["--instance", str(tmp_path / "new"), *words]).output

    assert call("db", "upgrade") == "The database is up to date now\n"
    assert call("db", "upgrade") == "The database was up to date\n"
    assert "/desk/join/" in call("invitation")
    assert call("invitation") == call("invitation")


def test_a_command_on_an_old_database_says_what_to_do(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--instance", str(tmp_path), "desk", "list"])

    assert (result.exit_code, result.output) == (1, "The database is not up to date. Say: tipline db upgrade\n")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--instance", str(tmp_path / "none"), "check"])

    assert result.exit_code == 1
    assert "There is no folder" in result.output


def test_faulty_settings_are_told(tipline: Command, newsroom: Newsroom) -> None:
    (newsroom.settings.instance / "tipline.toml").write_text("[web]\nport = 0\nprot = 1\n")

    result = tipline("desk", "list")

    assert result.exit_code == 1
    assert len(result.output.splitlines()) == 2


def test_a_desk_is_added_and_listed(tipline: Command) -> None:
    assert tipline("desk", "add", "health", "Health").output == "Health is there, as desk:health\n"
    assert "health               Health" in tipline("desk", "list").output

    again = tipline("desk", "add", "health", "Health")
    assert again.exit_code == 1
    assert len(again.output.splitlines()) == 1


def test_an_editor_is_invited_to_a_desk_and_listed(tipline: Command) -> None:
    assert "/desk/join/" in tipline("editor", "invite", "--desk", "courts").output
    assert tipline("editor", "invite", "--desk", "nowhere").exit_code == 1
    assert "priya@ledger.example" in tipline("editor", "list").output
    assert tipline("invitation").exit_code == 1


def test_the_outbox_is_listed_shown_and_tried_again(tipline: Command, newsroom: Newsroom) -> None:
    ref = intake.receive(newsroom, sent(acknowledge=Acknowledgement(to="ada@paper.example"))).ref
    job = jobs.listing(newsroom)[0]
    jobs.kill(newsroom, job, "refused for good: 550")

    assert f"dead  2026-11-25 10:00 UTC  {ref}" in tipline("outbox").output
    assert tipline("outbox", "list", "--state", "due").output == ""
    shown = tipline("outbox", "show", str(job.id)).output
    assert "To: ada@paper.example" in shown
    assert job.message_id in shown
    assert tipline("outbox", "retry", str(job.id)).exit_code == 0
    assert "due " in tipline("outbox", "list", "--state", "due").output
    assert tipline("outbox", "retry", "999").exit_code == 1
    assert tipline("outbox", "show", "999").exit_code == 1


def test_a_dump_is_a_json_object_a_line(tipline: Command, newsroom: Newsroom, tmp_path: Path) -> None:
    ref = intake.receive(newsroom, sent()).ref

    lines = [json.loads(line) for line in tipline("dump", "--jsonl").output.splitlines()]
    tipline("dump", "--out", str(tmp_path / "out.jsonl"))

    assert [line["ref"] for line in lines if line["table"] == "tips"] == [ref]
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == len(lines)


def test_invented_tips_come_and_go(tipline: Command) -> None:
    before = tipline("dump").output
    tipline("demo", "fill")
    assert len(tipline("dump").output) > len(before) + 10_000

    tipline("demo", "remove")
    assert tipline("dump").output == before
