"""What docs/operate ships agrees with the program."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from tipline.cli import main
from tipline.settings import Settings

OPERATE = Path(__file__).parents[1] / "docs" / "operate"
UNITS = sorted(OPERATE.glob("*.service"))


def test_every_command_that_is_told_is_there() -> None:
    told = (OPERATE / "commands.md").read_text()
    commands = re.findall(r"`tipline ((?:[a-z]+ ?)+)", told)

    assert len(commands) > 12
    for words in commands:
        assert CliRunner().invoke(main, [*words.split(), "--help"]).exit_code == 0, words


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_a_unit_starts_a_command_of_ours_restricted(unit: Path) -> None:
    text = unit.read_text()
    words = re.search(r"^ExecStart=\S+/tipline (.+)$", text, re.MULTILINE)

    assert words is not None
    assert CliRunner().invoke(main, [*words[1].split(), "--help"]).exit_code == 0
    for line in ("User=tipline", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=", "UMask=0077"):
        assert line in text.splitlines()


def test_units_are_what_systemd_reads(tmp_path: Path) -> None:
    if verify := shutil.which("systemd-analyze"):
        for unit in UNITS:
            text = unit.read_text().replace("/opt/tipline/bin/tipline", "/bin/true")
            (tmp_path / unit.name).write_text(text)
        told = subprocess.run([verify, "verify", *tmp_path.iterdir()], capture_output=True, text=True)
        assert (told.returncode, told.stderr) == (0, "")
    assert len(UNITS) == 3


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_proxy_lets_a_whole_tip_through_and_logs_nothing(name: str) -> None:
    text = (OPERATE / name).read_text()
    most = re.search(r"(?:client_max_body_size|max_size) (\d+)m", text, re.IGNORECASE)

    assert most is not None
    assert int(most[1]) * 1_000_000 > Settings(instance=OPERATE).limits_tip_bytes + 2_000_000
    assert "127.0.0.1:8000" in text
    assert "access_log off" in text or "log\n" not in text
