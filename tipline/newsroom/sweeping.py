"""What was left lying: files that were begun or handed in and never sent, and limits that limit nothing any more."""

from tipline.newsroom import Newsroom

DAY = 86_400_000
SEVERAL_DAYS = 5 * DAY
"""What is older was looked at by the sweeps before this one, and is not looked up again each time."""


def sweep(newsroom: Newsroom) -> int:
    """Clear away what is older than a day; nothing is left for a second look, so it says none."""
    now = newsroom.clock.now()
    newsroom.blobs.sweep(before=(now - DAY) // 1000)
    newsroom.blobs.sweep_orphans(
        after=(now - SEVERAL_DAYS) // 1000,
        before=(now - DAY) // 1000,
        held=lambda sha256: _is_held(newsroom, sha256),
    )
    with newsroom.store.writing() as tx:
        tx.limits.sweep(now=now)
    return 0


def _is_held(newsroom: Newsroom, sha256: str) -> bool:
    with newsroom.store.reading() as tx:
        return tx.messages.holds(sha256)
