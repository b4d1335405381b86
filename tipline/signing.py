"""What we can prove was ours, and what we store instead of secrets: HMACs under one master key."""

import hmac
import os
import secrets
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from tipline.settings import Settings

KEY_BYTES = 32
CODE_WORDS = 6


class BadSignature(Exception):
    """A signed text that is not ours, or was changed."""


class BadKey(ValueError):
    """A key file that holds no key."""


class Signer:
    """Signs for named purposes; what is signed for one is worthless for another."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def digest(self, purpose: str, *parts: str) -> str:
        """A keyed hash of the parts, 64 hex digits (HMAC-SHA256)."""
        return self._mac(purpose, *parts).hex()

    def short(self, purpose: str, text: str) -> str:
        """A 128-bit token for a text, 32 hex digits."""
        return self._mac(purpose, text).hex()[:32]

    def code(self, seed: str) -> str:
        """Six words out of 7,772 (77 bits) made from a seed: the same seed gives the same words."""
        words, number = _words(), int.from_bytes(self._mac("code", seed))
        chosen = []
        for _ in range(CODE_WORDS):
            number, at = divmod(number, len(words))
            chosen.append(words[at])
        return " ".join(chosen)

    def sign(self, purpose: str, text: str) -> str:
        """The text with its signature before it."""
        return self.short(purpose, text) + "." + text

    def unsign(self, purpose: str, signed: str) -> str:
        """The text of a signed one. Raises BadSignature."""
        given, _, text = signed.partition(".")
        if not hmac.compare_digest(given.encode(), self.short(purpose, text).encode()):
            raise BadSignature
        return text

    def _mac(self, purpose: str, *parts: str) -> bytes:
        framed = "".join(f"{len(part)}:{part}" for part in (purpose, *parts))
        return hmac.digest(self._key, framed.encode("utf-8", "surrogatepass"), sha256)


def load_key(settings: Settings) -> bytes:
    """The master key, from `key_file`, or made at first use in the instance folder. Raises OSError, BadKey."""
    path = Path(settings.key_file) if settings.key_file else settings.instance / "keys" / "master.key"
    if not settings.key_file and not path.exists():
        _make_key(path)
    key = path.read_bytes()
    if len(key) < KEY_BYTES:
        raise BadKey(f"the key file holds fewer than {KEY_BYTES} bytes")
    return key


def _make_key(path: Path) -> None:
    """Two processes may start at once: the first link wins, and no one ever reads half a key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


@cache
def _words() -> tuple[str, ...]:
    """The EFF's long list of words that are easy to say and to spell, as the package xkcdpass carries it.

    Its four words with a hyphen are left out: a reader may write a hyphen between any two words.
    """
    listed = files("xkcdpass").joinpath("static/eff-long").read_text("utf-8").split()
    return tuple(word for word in listed if word.isalpha())
