"""Sets up, runs, tests and checks tipline on a machine that has nothing but a Python: `python3 dev.py`."""

import sys

if sys.version_info < (3, 11):
    sys.exit("tipline needs Python 3.11 or newer, and this is " + sys.version.split()[0])

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from subprocess import DEVNULL
from typing import NoReturn
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
STAMP = VENV / "set-up"
LOCKS = ROOT / "requirements"
RESULTS = ROOT / "test-results"
WHEELS = ("--no-build", "--require-hashes", "--compile-bytecode")
DEBIAN = ("chromium", "fonts-liberation", "fonts-noto-core")
"""Debian's packages that tests need: a browser, and letters for what it draws."""

SUITES: Mapping[str, tuple[str, ...]] = {
    "unit": ("-q", "-n", "2", "-m", "not slow", "--cov", "--cov-report=term:skip-covered"),
    "slow": ("-q", "-n", "2", "-m", "slow"),
}
"""The runs of pytest that together run every test."""

HELP = """\
python3 dev.py run [--demo]      start web, mail door and worker on this machine
python3 dev.py test [ARGS]       run all tests, or one pytest run with these arguments
python3 dev.py check             format, lint, types, house and locks
python3 dev.py bench [ARGS]      measure speed (see bench/)
python3 dev.py lock [--check]    lock what pyproject.toml asks for, or tell whether that was done
"""


class SetupFailed(Exception):
    """What stopped the set-up, in one line that says what to do."""


def main(words: list[str]) -> int:
    """Do what the command line asks; the exit code."""
    command, *rest = words or ["help"]
    if command not in COMMANDS:
        print(HELP, end="")
        return 0 if command in ("help", "-h", "--help") else 2
    # uv trusts its own list of authorities, and would fail behind a proxy that inspects TLS.
    os.environ.setdefault("UV_SYSTEM_CERTS", "1")
    os.chdir(ROOT)
    try:
        return COMMANDS[command](rest)
    except (SetupFailed, OSError) as fault:
        print(f"Set-up stopped: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run(rest: list[str]) -> NoReturn:
    """Become the server."""
    set_up("run")
    os.execv(PYTHON, [str(PYTHON), "-m", "tipline", "run", *rest])


def test(rest: list[str]) -> int:
    """Run the tests, the quick ones first, and end in one line that counts them all."""
    set_up("dev")
    install_from_debian()
    shutil.rmtree(RESULTS, ignore_errors=True)
    runs = {"asked": tuple(rest)} if rest else SUITES
    codes = [pytest(name, *words) for name, words in runs.items()]
    passed, failed, skipped = counted(*runs)
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return int(any(codes))


def check(rest: list[str]) -> int:
    """Look at everything that is told without running tipline, and tell all faults."""
    set_up("dev")
    looks = (
        ("ruff", "format", "--check", "."),
        ("ruff", "check", "."),
        ("mypy",),
        ("pytest", "-q", "tests/test_house.py", "tests/test_docs.py"),
    )
    codes = [subprocess.run([VENV / "bin" / tool, *words], check=False).returncode for tool, *words in looks]
    return int(any([*codes, lock(["--check"])]))


def bench(rest: list[str]) -> NoReturn:
    """Become the bench."""
    set_up("dev")
    os.execv(PYTHON, [str(PYTHON), "-m", "bench", *rest])


# What is locked ------------------------------------------------------------------------------------------------------

KINDS: Mapping[str, tuple[str, ...]] = {
    "uv": ("--group", "pyproject.toml:uv"),
    "run": ("pyproject.toml", "--extra", "postgres"),
    "dev": ("pyproject.toml", "--extra", "postgres", "--group", "dev"),
}
"""Each lock, requirements/KIND.txt, and what of pyproject.toml goes into it."""
COMPILE = (
    "pip compile --quiet --universal --python-version 3.11 --generate-hashes"
    " --no-header --no-annotate --no-emit-index-url --no-emit-find-links"
)
"""For all machines, from the oldest Python that we take: a lock made for a newer one lacks what that one needs."""


def lock(rest: list[str]) -> int:
    """Remake the locks, keeping versions that still fit (`--upgrade` takes the newest), or check them."""
    if rest == ["--check"]:
        stale = [kind for kind in KINDS if not agrees(kind)]
        for kind in stale:
            print(f"requirements/{kind}.txt is not what pyproject.toml asks for: python3 dev.py lock", file=sys.stderr)
        return int(bool(stale))
    set_up("dev")
    for kind, wanted in KINDS.items():
        remake(kind, *wanted, *rest)
    return 0


def remake(kind: str, *words: str) -> None:
    """Lock one kind for every machine, by version and hash, without naming where the packages come from."""
    path = LOCKS / f"{kind}.txt"
    same = ("-c", LOCKS / "run.txt", "-c", LOCKS / "uv.txt") if kind == "dev" else ()
    call(f"locking {kind}", UV, *COMPILE.split(), *words, *same, "-o", path)
    body = path.read_text()
    path.write_text(f"{header(body)}\n{body}")


def agrees(kind: str) -> bool:
    """Whether a lock was made from what pyproject.toml asks for now, and not changed since."""
    first, _, body = (LOCKS / f"{kind}.txt").read_text().partition("\n")
    return first == header(body)


def header(body: str) -> str:
    """A lock's first line: the hash of what was asked for and what came out."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())
    project = asked["project"]
    parts = (project["requires-python"], project["dependencies"], project["optional-dependencies"])
    told = json.dumps([*parts, asked["dependency-groups"], body])
    return "# Made by `python3 dev.py lock` from pyproject.toml: " + hashlib.sha256(told.encode()).hexdigest()


# Setting up ----------------------------------------------------------------------------------------------------------


def set_up(kind: str) -> None:
    """Make .venv what the lock says; looks at nothing but a stamp when it is already so."""
    if stamped() in enough(kind):
        return
    with alone():
        before = stamped()
        if before in enough(kind):
            return
        print("Setting up .venv …", file=sys.stderr, flush=True)
        # Without a stamp a set-up was interrupted, and nobody knows where: begin again.
        STAMP.unlink(missing_ok=True)
        if before is None or not before.startswith(maker()):
            begin_again()
        lines = LOCKS / f"{kind}.txt"
        call(f"installing {lines.name}", UV, "pip", "sync", "-q", *WHEELS, "-p", PYTHON, lines)
        put_project_in()
        call("compiling", PYTHON, "-m", "compileall", "-q", "tipline")
        STAMP.write_text(stamp(kind))


def stamped() -> str | None:
    """What the last whole set-up was made from; None where there is none, or its Python is gone."""
    try:
        return STAMP.read_text() if PYTHON.exists() else None
    except OSError:
        return None


def stamp(kind: str) -> str:
    """What a set-up is made from: this Python, this folder, this lock."""
    return f"{maker()} {kind} {hashlib.sha256((LOCKS / f'{kind}.txt').read_bytes()).hexdigest()}"


def enough(kind: str) -> tuple[str, ...]:
    """The stamps that will do: what the tests need holds all that running needs."""
    return (stamp("dev"),) if kind == "dev" else (stamp("run"), stamp("dev"))


def maker() -> str:
    """The Python and the folder that a .venv is bound to."""
    return f"{sys.version_info.major}.{sys.version_info.minor} {ROOT}"


def begin_again() -> None:
    """A new .venv with uv in it, by hash."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    # Debian keeps ensurepip in a package of its own.
    if not find_spec("ensurepip") and not apt_install(name):
        raise SetupFailed(f"this Python cannot make a .venv; have root say: apt-get install {name}")
    shutil.rmtree(VENV, ignore_errors=True)
    # A venv made from the venv that was just removed would lean on nothing.
    call("making .venv", getattr(sys, "_base_executable", sys.executable), "-m", "venv", VENV)
    pip = (PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--only-binary", ":all:")
    call("installing uv", *pip, "--require-hashes", "-r", LOCKS / "uv.txt")


def put_project_in() -> None:
    """Let .venv import this folder and offer the `tipline` command: nothing is built, nothing is fetched."""
    packages = next((VENV / "lib").glob("python3*/site-packages"))
    (packages / "tipline.pth").write_text(f"{ROOT}\n")
    command = VENV / "bin" / "tipline"
    command.write_text(f"#!{PYTHON}\nimport sys\n\nfrom tipline.cli import main\n\nsys.exit(main())\n")
    command.chmod(0o755)


def install_from_debian() -> None:
    """Install what tests need of Debian, where that is ours to do; elsewhere those tests say that they did not run."""
    if shutil.which("dpkg-query"):
        missing = [name for name in DEBIAN if not debian_has(name)]
        if missing:
            apt_install(*missing)


def debian_has(name: str) -> bool:
    """Whether a package is installed."""
    asked = subprocess.run(["dpkg-query", "-Wf${db:Status-Status}", name], capture_output=True, check=False)
    return asked.stdout == b"installed"


def apt_install(*names: str) -> bool:
    """Whether Debian's packages could be installed."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing {' '.join(names)} …", file=sys.stderr, flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (("update",), ("install", "-y", "--no-install-recommends", *names)):
        done = subprocess.run(["apt-get", "-qq", *words], env=quiet, stdin=DEVNULL, stdout=DEVNULL, check=False)
    return done.returncode == 0


@contextmanager
def alone() -> Iterator[None]:
    """Let one set-up of this folder work at a time."""
    with Path(__file__).open("rb") as this:
        fcntl.flock(this, fcntl.LOCK_EX)
        yield


def call(what: str, *words: str | Path) -> None:
    """Run a step of the set-up, quietly unless it fails."""
    try:
        subprocess.run(words, check=True, capture_output=True, text=True, stdin=DEVNULL)
    except OSError as fault:
        raise SetupFailed(f"{what}: {words[0]}: {fault.strerror}") from fault
    except subprocess.CalledProcessError as fault:
        said = " ".join((fault.stderr or fault.stdout).split())
        raise SetupFailed(f"{what}: {said[-400:] or fault}") from fault


# Testing -------------------------------------------------------------------------------------------------------------


def pytest(name: str, *words: str) -> int:
    """One run of pytest, which leaves its counts in test-results/; the exit code."""
    told = (f"--junit-xml={RESULTS / name}.xml", *words)
    return subprocess.run([PYTHON, "-m", "pytest", *told], stdin=DEVNULL, check=False).returncode


def counted(*names: str) -> tuple[int, int, int]:
    """How many tests passed, failed and were skipped in these runs; a run that left no counts is a failure."""
    passed = failed = skipped = 0
    for name in names:
        try:
            suite = ElementTree.parse(RESULTS / f"{name}.xml").getroot()[0].attrib
        except (OSError, ElementTree.ParseError):
            failed += 1
            continue
        bad, left = int(suite["failures"]) + int(suite["errors"]), int(suite["skipped"])
        passed, failed, skipped = passed + int(suite["tests"]) - bad - left, failed + bad, skipped + left
    return passed, failed, skipped


COMMANDS: Mapping[str, Callable[[list[str]], int]]
COMMANDS = {"run": run, "test": test, "check": check, "bench": bench, "lock": lock}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
