"""Names made by chance: references, tokens, Message-IDs."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that reads as a digit."""


class Refs:
    """Chance from the operating system."""

    def tip(self) -> str:
        """A public reference that tells nobody the volume, as `T-7K3MQ9`; 30 bits, so a taken one is possible."""
        return "T-" + "".join(secrets.choice(ALPHABET) for _ in range(6))

    def token(self) -> str:
        """256 bits, safe in an address."""
        return secrets.token_urlsafe(32)

    def message_id(self, domain: str) -> str:
        """A Message-ID (RFC 5322, 3.6.4)."""
        return f"<{secrets.token_hex(16)}@{domain}>"

    def jitter(self) -> float:
        """0 to 1, so that tries do not all fall at one instant."""
        return secrets.randbelow(1 << 20) / (1 << 20)
