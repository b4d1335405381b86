"""Certificates for relays: one by an authority, one that vouches for itself."""

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2")


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate for a name or an address, in files."""

    chain: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        """What a server shows it with."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.chain, self.key)
        return context


def self_signed(folder: Path, name: str) -> Certificate:
    """One that vouches for itself; `name` as `IP:127.0.0.1` or `DNS:relay.example`."""
    certificate = Certificate(folder / "own.pem", folder / "own.key")
    _openssl("-x509", *KEY, "-keyout", certificate.key, "-out", certificate.chain, *_named(name))
    return certificate


def issued(folder: Path, name: str) -> tuple[Certificate, Path]:
    """One by an authority of its own, and the authority's certificate."""
    authority, certificate = folder / "ca.pem", Certificate(folder / "relay.pem", folder / "relay.key")
    _openssl("-x509", *KEY, "-keyout", folder / "ca.key", "-out", authority, "-subj", "/CN=Test authority")
    signed_by = ("-CA", authority, "-CAkey", folder / "ca.key")
    _openssl("-x509", *KEY, *signed_by, "-keyout", certificate.key, "-out", certificate.chain, *_named(name))
    return certificate, authority


def _named(name: str) -> tuple[str, ...]:
    leaf = ("-addext", "basicConstraints=critical,CA:FALSE")
    return ("-subj", "/CN=Relay", "-addext", f"subjectAltName={name}", *leaf)


def _openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", "req", *arguments], check=True, capture_output=True)
