"""Upgrades: repeatable, and never over a schema that we do not know."""

from pathlib import Path

import pytest
from sqlalchemy import text

from tipline import newsroom as rooms
from tipline.settings import Settings
from tipline.store import migrations, open_engine


def test_a_second_upgrade_has_nothing_to_do(tmp_path: Path) -> None:
    settings = Settings(instance=tmp_path)
    assert rooms.upgrade(settings)
    assert not rooms.upgrade(settings)


def test_a_newer_database_is_left_alone(tmp_path: Path) -> None:
    settings = Settings(instance=tmp_path)
    rooms.upgrade(settings)
    engine = open_engine("", tmp_path)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrations.Newer, match="newer tipline"):
        rooms.upgrade(settings)
    engine.dispose()
