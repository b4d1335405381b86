"""Where a visitor comes from, as far as limits need it and no further."""

import ipaddress

from tipline.newsroom import Newsroom

DAY = 86_400_000


def prefix_key(newsroom: Newsroom, purpose: str, visitor: str) -> str:
    """A key for limits: an HMAC of the address's prefix (/24, /48) with the day, so that no address is stored."""
    day = newsroom.clock.now() // DAY
    return purpose + ":" + newsroom.signer.digest(purpose, _prefix(visitor), str(day))


def _prefix(visitor: str) -> str:
    try:
        address = ipaddress.ip_address(visitor)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 48), strict=False))
