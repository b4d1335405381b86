"""What a tip weighs on disk beside the bytes that were said."""

from contextlib import closing

from sqlalchemy import text

from bench.figures import Figure
from bench.filled import Instance


def measure(instance: Instance) -> list[Figure]:
    """The database, search and indexes included, by tip, and by byte of the words."""
    with closing(instance.open()) as newsroom, newsroom.store.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            whole = (instance.folder / "tipline.sqlite").stat().st_size
        else:
            whole = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
    said = instance.made["bytes_said"]
    numbers = {"kilobytes": whole / instance.size / 1000, "times": whole / said}
    return [Figure("disk for a tip, and times its words", instance.size, numbers)]
