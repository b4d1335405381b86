"""The reader's form token: signed and stateless, so that no cookie is needed, and good for as long as our key is."""

from dataclasses import dataclass

from tipline.newsroom import Newsroom
from tipline.signing import BadSignature

HASTE = 2000
"""Milliseconds between showing the form and Send below which no person wrote it."""


@dataclass(frozen=True, slots=True)
class FormToken:
    """A form that we handed out: `nonce` names it, `at` is when it was shown, in milliseconds."""

    nonce: str
    at: int

    def hasty(self, now: int) -> bool:
        """Whether it came back sooner than a person can write."""
        return now - self.at < HASTE


def issue(newsroom: Newsroom) -> str:
    """A fresh token, as text for a hidden field."""
    return newsroom.signer.sign("form", f"{newsroom.refs.token()}.{newsroom.clock.now()}")


def read(newsroom: Newsroom, text: str) -> FormToken | None:
    """The token of a form that came back; none if we did not make it."""
    try:
        nonce, _, at = newsroom.signer.unsign("form", text).rpartition(".")
    except BadSignature:
        return None
    return FormToken(nonce, int(at))
