"""The files of invented tips are real ones."""

import re
import zlib

import pytest

from tipline.domain.attachment import sniff
from tipline.newsroom.demo_files import HEIGHT, WIDTH, made


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("fence-notice.jpg", "image/jpeg"),
        ("seals.png", "image/png"),
        ("rota-wk45.pdf", "application/pdf"),
        ("ماء-الصنبور.pdf", "application/pdf"),
        ("voids-list.csv", "text/plain"),
        ("note", "text/plain"),
    ],
)
def test_a_file_is_what_its_name_says(name, media_type):
    content = made(name).read()

    assert sniff(content[:64], name) == media_type
    assert content == made(name).read()


def test_two_names_are_two_files():
    for ending in ("jpg", "png", "pdf", "txt"):
        assert made(f"one.{ending}").read() != made(f"two.{ending}").read()


def test_a_picture_can_be_decoded_to_its_last_point():
    content = made("seals.png").read()
    size = int.from_bytes(content[33:37], "big")

    assert len(zlib.decompress(content[41 : 41 + size])) == HEIGHT * (WIDTH + 1)
    assert made("quay.jpg").read().endswith(b"\xff\xd9")


def test_a_document_knows_where_its_parts_are():
    content = made("rota-wk45.pdf").read()
    start = int(re.search(rb"startxref\n(\d+)", content).group(1))
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n", content)]

    assert content[start:].startswith(b"xref")
    assert all(content[place:].startswith(b"%d 0 obj" % number) for number, place in enumerate(places, 1))
