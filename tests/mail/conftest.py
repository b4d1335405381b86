"""A newsroom that takes mail at newsroom.example."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes import FakeClock
from tests.mail.servers import Doorway, opened
from tipline import newsroom as rooms
from tipline.newsroom import Newsroom
from tipline.settings import Settings


@pytest.fixture
def settings(tmp_path: Path, template: Path) -> Settings:
    """Settings of a mail door on ports of the system's choice."""
    shutil.copytree(template, tmp_path / "instance")
    return replace(
        Settings(instance=tmp_path / "instance"),
        mail_port=0,
        mail_lmtp="127.0.0.1:0",
        mail_domains=("newsroom.example",),
        mail_address="tips@newsroom.example",
        mail_bytes=1_000_000,
        smtp_security="none",
        smtp_timeout=2,
    )


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def newsroom(settings: Settings, clock: FakeClock) -> Iterator[Newsroom]:
    opened_newsroom = rooms.open_newsroom(settings, clock=clock)
    yield opened_newsroom
    opened_newsroom.close()


@pytest.fixture
def doorway(newsroom: Newsroom) -> Iterator[Doorway]:
    """The open door."""
    with opened(newsroom) as doorway:
        yield doorway
