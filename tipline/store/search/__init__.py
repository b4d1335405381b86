"""Search over a tip's words: one tokeniser and one query language, compiled for each engine in its own file."""

from collections.abc import Hashable, Sequence
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Select

from tipline.domain.filter import Words


class Search(Hashable, Protocol):
    """What each engine does for search."""

    def arrival(self, words: Sequence[Words]) -> ColumnElement[int]:
        """The column that counts arrivals and that a search for these words walks."""

    def write(self, connection: Connection, tip_id: int, terms: Sequence[str]) -> None:
        """Make a tip findable by these terms, in place of those that it had."""

    def remove(self, connection: Connection, tip_ids: Sequence[int]) -> None:
        """Make tips unfindable."""

    def matching(self, query: Select[Any], words: Sequence[Words]) -> Select[Any]:
        """The query with only those tips that have all the words and none of the unwanted ones."""
