"""Where a reader came from: the newsroom's own stories, and no more of their address than the path."""

import pytest

from tipline.web.story import own_story

HOSTS = ("ledger.example", "www.ledger.example")


@pytest.mark.parametrize(
    ("address", "story"),
    [
        ("https://ledger.example/a/b?utm=x#y", "https://ledger.example/a/b"),
        ("http://WWW.Ledger.example/a", "http://www.ledger.example/a"),
        ("https://evil.example/a", ""),
        ("https://ledger.example.evil.example/", ""),
        ("https://ledger.example@evil.example/", ""),
        ("https://me:secret@ledger.example/", ""),
        ("https://ledger.example:8443/", ""),
        ("javascript://ledger.example/%0aalert(1)", ""),
        ("//ledger.example/a", ""),
        ("https://[ledger.example/", ""),
        ("https://ledger.example/" + "a" * 500, ""),
        ("https://ledger.example/\u202ea", ""),
        ("", ""),
    ],
)
def test_only_our_own_stories_count(address: str, story: str) -> None:
    assert own_story(address, HOSTS) == story
