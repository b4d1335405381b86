"""A skip is told loudly on a person's machine, and is a failure in CI."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
SKIPS = {
    "test_one.py": "import pytest\n\n\ndef test_one():\n    pytest.skip('no such server')\n",
    "test_file.py": "import pytest\n\npytest.importorskip('a_library_that_nobody_has')\n",
    "test_mark.py": "import pytest\n\n\n@pytest.mark.skip('not on a Monday')\ndef test_mark():\n    pass\n",
}
EXPECTED = "import pytest\n\n\n@pytest.mark.xfail\ndef test_expected():\n    raise AssertionError\n"


def outcome(folder: Path, ci: str) -> subprocess.CompletedProcess[str]:
    """What pytest makes of a folder's tests."""
    words = [sys.executable, "-m", "pytest", "-p", "tests.skips", "-q", "--rootdir", folder, folder]
    environ = os.environ | {"CI": ci, "PYTHONPATH": str(ROOT)}
    return subprocess.run(words, cwd=folder, env=environ, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("name", SKIPS)
def test_a_skip_fails_in_ci(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(SKIPS[name])
    (tmp_path / "test_sound.py").write_text("def test_sound():\n    pass\n")

    answer = outcome(tmp_path, ci="true")

    assert answer.returncode != 0
    assert "Skipped, which CI does not take" in answer.stdout


def test_a_skip_is_told_loudly_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(SKIPS["test_one.py"])

    answer = outcome(tmp_path, ci="")

    assert answer.returncode == 0
    assert "1 TESTS DID NOT RUN HERE" in answer.stdout


def test_a_failure_that_is_expected_is_no_skip(tmp_path: Path) -> None:
    (tmp_path / "test_expected.py").write_text(EXPECTED)

    assert outcome(tmp_path, ci="true").returncode == 0
