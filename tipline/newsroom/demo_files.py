"""Small real files for the invented tips, each with its own bytes made from its name."""

import struct
import zlib
from base64 import b64decode
from io import BytesIO
from typing import BinaryIO

QUAY = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////"
    "m8H////6/+b9//j/2wBDASstLTw1PHZBQXb4pYyl+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4"
    "+Pj/wAARCABAAGADASIAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAAAAIFBP/EABsQAQEAAgMBAAAAAAAAAAAAAAARFGMTYaKh/8QA"
    "FgEBAQEAAAAAAAAAAAAAAAAAAAEC/8QAFhEBAQEAAAAAAAAAAAAAAAAAABEB/9oADAMBAAIRAxEAPwDqhFQisphFQgJhFQgJhFQgJhFQ"
    "gJhFQgKhFRhorahGKKNqEVCIMMBRtQioRBMIqEBUYLTz9Xpn8ffwxUC+Pv4cffxajbhHJn6vRn6vTKswXx9/Dj7+NVG3COTP1ejP1emV"
    "dcI5M/V6M/V6BxgKgAAAAAAAAAD/2Q=="
)
"""A JPEG of 96 x 64 points: sky, two houses, a quay."""
WIDTH, HEIGHT = 96, 64


def made(name: str) -> BinaryIO:
    """A picture, a document or a text, as the ending of the name says."""
    note = f"Invented for the demo: {name}"
    makers = {"jpg": _jpeg, "png": _png, "pdf": _pdf}
    make = makers.get(name.rpartition(".")[2])
    return BytesIO(make(note) if make else f"{note}\n".encode())


def _jpeg(note: str) -> bytes:
    comment = note.encode()
    return QUAY[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + QUAY[2:]


def _png(note: str) -> bytes:
    shade = zlib.crc32(note.encode())
    rows = b"".join(b"\0" + bytes((shade + x + 2 * y) % 256 for x in range(WIDTH)) for y in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in parts)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _pdf(note: str) -> bytes:
    shown = f"BT /F1 14 Tf 40 160 Td ({note}) Tj ET".encode("ascii", "replace")
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 200] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
    )
    whole, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(whole)
    return whole + b"xref\n0 5\n0000000000 65535 f \n" + entries + trailer
