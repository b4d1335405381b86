"""dev.py sets up once, starts warm without a network, and tells what stops it in one line."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).parents[1]
OFFLINE = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "https_proxy"), "http://127.0.0.1:9")
TOLD = "import json, os, sys\nprint(json.dumps([sys.argv[1:], os.getcwd(), sys.prefix]))\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout with as much in it as a set-up looks at."""
    shutil.copy(ROOT / "dev.py", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    (tmp_path / "tipline").mkdir()
    (tmp_path / "tipline" / "__main__.py").write_text(TOLD)
    return tmp_path


@pytest.fixture
def whole(folder: Path) -> Path:
    """A checkout that was set up to be run."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / ".venv"], check=True)
    making = "import dev; dev.STAMP.write_text(dev.stamp('run'))"
    subprocess.run([sys.executable, "-c", making], cwd=folder, check=True)
    return folder


def said(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """What dev.py answers from another folder, without a network to lean on."""
    environ = os.environ | OFFLINE | {"PIP_RETRIES": "0", "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder)}
    told = [sys.executable, folder / "dev.py", *words]
    return subprocess.run(told, cwd="/", env=environ, capture_output=True, text=True, timeout=60, check=False)


def test_what_is_set_up_starts_at_once_and_needs_no_network(whole: Path) -> None:
    answer = said(whole, "run", "--demo", "--port=8100")

    assert json.loads(answer.stdout) == [["run", "--demo", "--port=8100"], str(whole), str(whole / ".venv")]
    assert answer.stderr == ""


@pytest.mark.slow
def test_a_set_up_that_fails_says_so_in_one_line(folder: Path) -> None:
    answer = said(folder, "run")

    assert answer.returncode == 1
    *_, last = answer.stderr.splitlines()
    assert re.fullmatch(r"Set-up stopped: installing uv: .+", last)
    assert "Traceback" not in answer.stderr


def test_a_folder_that_cannot_be_written_is_told_in_one_line(folder: Path) -> None:
    (folder / ".venv").write_text("in the way")

    answer = said(folder, "run")

    assert answer.returncode == 1
    assert re.fullmatch(r"Set-up stopped: .+\.venv.+", answer.stderr.splitlines()[-1])


@pytest.mark.slow
def test_a_set_up_that_was_interrupted_begins_again(whole: Path) -> None:
    (whole / ".venv" / "set-up").unlink()
    (whole / ".venv" / "half").touch()

    said(whole, "run")

    assert not (whole / ".venv" / "half").exists()


def test_a_lock_that_changed_is_installed_before_anything_runs(whole: Path) -> None:
    lock = whole / "requirements" / "run.txt"
    lock.write_text(lock.read_text() + "\n")

    answer = said(whole, "run")

    assert answer.stdout == ""
    assert "Set-up stopped: installing run.txt" in answer.stderr
    assert not (whole / ".venv" / "set-up").exists()


def test_what_tests_need_is_enough_to_run(whole: Path) -> None:
    making = "import dev; dev.STAMP.write_text(dev.stamp('dev'))"
    subprocess.run([sys.executable, "-c", making], cwd=whole, check=True)

    assert said(whole, "run").returncode == 0


def test_the_locks_are_what_pyproject_asks_for() -> None:
    assert [kind for kind in dev.KINDS if not dev.agrees(kind)] == []


@pytest.mark.parametrize("place", ["pyproject.toml", "requirements/dev.txt"])
def test_a_lock_that_is_stale_or_was_touched_is_told(folder: Path, place: str) -> None:
    path = folder / place
    path.write_text(path.read_text().replace("pytest>=9", "pytest>=10").replace("flask==3", "flask==4"))

    answer = said(folder, "lock", "--check")

    assert answer.returncode == 1
    assert "requirements/dev.txt is not what pyproject.toml asks for" in answer.stderr


def test_every_locked_package_has_hashes_and_no_place_it_comes_from() -> None:
    for kind in dev.KINDS:
        text = (ROOT / "requirements" / f"{kind}.txt").read_text()
        assert "://" not in text
        for package in re.split(r"\n(?=\S)", text.strip())[1:]:
            assert re.match(r"[a-z0-9-]+==\S+ .*\\\n    --hash=sha256:[0-9a-f]{64}", package), package


def test_the_oldest_python_is_the_same_everywhere() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())

    assert asked["project"]["requires-python"] == ">=3.11"
    assert "sys.version_info < (3, 11)" in (ROOT / "dev.py").read_text()
    assert "--python-version 3.11 " in dev.COMPILE


def test_what_is_not_known_gets_help(folder: Path) -> None:
    answer = said(folder, "ruin")

    assert answer.returncode == 2
    assert "python3 dev.py run" in answer.stdout
