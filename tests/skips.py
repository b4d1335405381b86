"""Tests that cannot run here: they say so loudly, and in CI they fail."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

CHROMIUM = Path("/usr/bin/chromium")
Report = pytest.TestReport | pytest.CollectReport
CI = os.environ.get("CI") == "true"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A browser test without its browser does not run."""
    if item.get_closest_marker("browser") and not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is missing; as root: apt-get install chromium")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Report, Report]:
    """Fail a test that was skipped in CI."""
    report = yield
    return refused(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Report, Report]:
    """Fail a file that was skipped in CI."""
    report = yield
    return refused(report)


def refused(report: Report) -> Report:
    """In CI nothing is left out: there every skip is a fault in the set-up or in the test."""
    if CI and report.skipped and isinstance(report.longrepr, tuple) and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, which CI does not take: {report.longrepr[-1]}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once more, where nobody overlooks it, what did not run."""
    left = terminalreporter.stats.get("skipped", [])
    if left:
        terminalreporter.write_sep("!", f"{len(left)} TESTS DID NOT RUN HERE", red=True, bold=True)
