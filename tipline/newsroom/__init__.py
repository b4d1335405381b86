"""What people do: one function for each act, one transaction in each."""

from dataclasses import dataclass

from tipline.clock import Clock
from tipline.links import Links
from tipline.refs import Refs
from tipline.settings import Settings
from tipline.signing import Signer, load_key
from tipline.store import Store, migrations, open_engine, open_store
from tipline.store.blobs import Blobs


@dataclass(frozen=True)
class Newsroom:
    """Everything an act needs: where things rest, and where time, chance and secrets come from."""

    store: Store
    blobs: Blobs
    clock: Clock
    refs: Refs
    signer: Signer
    links: Links
    settings: Settings

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()


def open_newsroom(settings: Settings, *, clock: Clock | None = None, refs: Refs | None = None) -> Newsroom:
    """The newsroom of an instance whose database was upgraded. Raises OSError, ValueError, store.engine.Unsafe."""
    return Newsroom(
        store=open_store(settings.database_url, settings.instance),
        blobs=Blobs(settings.instance / "blobs"),
        clock=clock or Clock(),
        refs=refs or Refs(),
        signer=Signer(load_key(settings)),
        links=Links(settings.public_url),
        settings=settings,
    )


def upgrade(settings: Settings) -> bool:
    """Bring the database to this version's schema; true if there was anything to do. Raises migrations.Newer."""
    engine = open_engine(settings.database_url, settings.instance)
    try:
        return migrations.upgrade(engine, settings.instance)
    finally:
        engine.dispose()
