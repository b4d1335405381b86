"""Everything we hold, as it is stored, for whoever wants to verify us."""

import base64
from collections.abc import Iterator

from tipline.newsroom import Newsroom


def lines(newsroom: Newsroom) -> Iterator[dict[str, object]]:
    """One object a row: its table and its columns; bytes as base64, secrets as the hashes that are stored."""
    with newsroom.store.reading() as tx:
        for table, row in tx.dump():
            yield {"table": table, **{name: _plain(value) for name, value in row.items()}}


def _plain(value: object) -> object:
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value
