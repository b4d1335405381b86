"""Addresses and domains of our own mail."""

from tipline.settings import Settings


def sender(settings: Settings) -> str:
    """The address that our mails come from."""
    return settings.smtp_sender or settings.mail_address


def domains(settings: Settings) -> frozenset[str]:
    """The domains that our mails come from and go to."""
    boxes = (settings.mail_address, sender(settings))
    return frozenset((*settings.mail_domains, *(box.rpartition("@")[2] for box in boxes)))


def tagged(box: str, tag: str) -> str:
    """A box with a tag at the end of its name, as `tips+b-1234@`."""
    name, _at, domain = box.rpartition("@")
    return f"{name}{tag}@{domain}"
