"""The story that a reader came from, as its address says: only the newsroom's own, and only its path."""

from urllib.parse import urlsplit, urlunsplit

LONGEST = 500


def own_story(address: str, hosts: tuple[str, ...]) -> str:
    """The address without query and fragment, or nothing where it is not one of the newsroom's own stories."""
    try:
        parts = urlsplit(address.strip())
        own = parts.scheme in ("http", "https") and parts.netloc.lower() in hosts and parts.path.isprintable()
    except ValueError:
        return ""
    story = urlunsplit((parts.scheme, parts.netloc.lower(), parts.path, "", "")) if own else ""
    return story if len(story) <= LONGEST else ""
