"""What was left lying: files that were begun and never sent, and limits that limit nothing any more."""

from tipline.newsroom import Newsroom

DAY = 86_400_000


def sweep(newsroom: Newsroom) -> int:
    """Clear away what is older than a day; nothing is left for a second look, so it says none."""
    now = newsroom.clock.now()
    newsroom.blobs.sweep(before=(now - DAY) // 1000)
    with newsroom.store.writing() as tx:
        tx.limits.sweep(now=now)
    return 0
