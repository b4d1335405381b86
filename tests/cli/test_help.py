"""Help is there for every command, and starts without what it does not need."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from tipline.cli import COMMANDS, main

HEAVY = ("flask", "sqlalchemy", "aiosmtpd", "granian", "alembic", "jinja2")
ASKED = """\
import sys
from tipline.cli import main
try:
    main({argv}, prog_name="tipline")
except SystemExit:
    print([name for name in {heavy} if name in sys.modules])
"""


def test_help_names_every_command_with_a_sentence() -> None:
    told = CliRunner().invoke(main, ["--help"]).output

    for name, (_place, sentence) in COMMANDS.items():
        assert name in told
        assert sentence.endswith(".")
        assert sentence.split(",")[0].split(" ")[0] in told


@pytest.mark.parametrize("argv", [["--help"], ["run", "--help"], ["serve", "web", "--help"], ["check", "--help"]])
def test_help_loads_neither_flask_nor_the_database(argv: list[str]) -> None:
    asked = ASKED.format(argv=argv, heavy=HEAVY)

    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout

    assert "Usage: tipline" in told
    assert told.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_is_for(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"])

    assert result.exit_code == 0
    assert len(result.output.splitlines()) > 3


def test_a_command_that_is_not_there_is_told() -> None:
    result = CliRunner().invoke(main, ["rum"])

    assert result.exit_code == 2
    assert "No such command 'rum'" in result.output
