"""What a file is called, and what it really is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.domain.attachment import FTYP, HEAD, NAME_BYTES, OFFICE, RIFF, SIGNATURES, kind_of, shown_name, sniff

ODD = "\u202e\u2066\u200f\u200b\ufeff\u2028\x00\x1b\n\ud800/\\. "
names = st.text(st.characters() | st.sampled_from(ODD), max_size=300)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("rota-wk45.pdf", "rota-wk45.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\marta\\Desktop\\scan.png", "scan.png"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie: x.jpg"),
        ("zero\u200bwidth\x00.txt", "zerowidth.txt"),
        ("half\ud800.txt", "half.txt"),
        (".htaccess", "htaccess"),
        ("  photo.jpg . ", "photo.jpg"),
        ("фото набережной.jpg", "фото набережной.jpg"),
        ("照片.heic", "照片.heic"),
        ("", "file"),
        ("..", "file"),
        ("evil/", "file"),
        ("\u202e\u200f", "file"),
    ],
)
def test_a_name_is_made_fit_to_show(name, shown):
    assert shown_name(name) == shown


@pytest.mark.parametrize("letter", ["a", "é", "照", "😀"])
def test_a_long_name_keeps_its_ending(letter):
    shown = shown_name(letter * 300 + ".jpeg")

    assert shown.endswith(letter + ".jpeg")
    assert NAME_BYTES - 4 < len(shown.encode()) <= NAME_BYTES


@pytest.mark.parametrize("name", ["a." + "b" * 300, "c" * 300])
def test_a_name_with_no_ending_to_keep_is_cut(name):
    assert shown_name(name) == name[:NAME_BYTES]


@given(names)
def test_no_name_is_hostile_once_shown(name):
    shown = shown_name(name)

    assert shown
    assert len(shown.encode()) <= NAME_BYTES
    assert not set(shown) & set("/\\")
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in shown)
    assert shown.strip(".")


@pytest.mark.parametrize(("signature", "media_type"), SIGNATURES)
def test_a_file_is_known_by_its_first_bytes_whatever_it_is_called(signature, media_type):
    assert sniff(signature + b"\x00" * HEAD, "holiday.exe") == media_type


@pytest.mark.parametrize(("ending", "media_type"), OFFICE.items())
def test_a_zip_with_an_office_name_is_that_document(ending, media_type):
    assert sniff(b"PK\x03\x04rest", "Minutes" + ending.upper()) == media_type
    assert sniff(b"\xff\xd8\xffrest", "Minutes" + ending) == "image/jpeg"


@pytest.mark.parametrize(("brand", "media_type"), [*FTYP.items(), (b"isom", "video/mp4"), (b"mp42", "video/mp4")])
def test_a_phone_s_film_or_picture_is_told_by_its_brand(brand, media_type):
    assert sniff(b"\x00\x00\x00\x18ftyp" + brand, "IMG_0001") == media_type


@pytest.mark.parametrize(("form", "media_type"), [*RIFF.items(), (b"XXXX", "application/octet-stream")])
def test_a_riff_file_is_told_by_its_form(form, media_type):
    assert sniff(b"RIFF\x00\x01\x02\x03" + form, "x") == media_type


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"Dear editors,\r\n\tthe quay", "text/plain"),
        ("Überstunden, 市長, \U0001f600".encode(), "text/plain"),
        (("a" + "é" * 40).encode()[:HEAD], "text/plain"),
        (b"<script>alert(1)</script>", "text/plain"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "text/plain"),
        (b"", "application/octet-stream"),
        (b"MZ\x90\x00\x03\x00", "application/octet-stream"),
        (b"\x7fELF\x02\x01", "application/octet-stream"),
        (b"caf\xe9 closed last week, they say", "application/octet-stream"),
        (b"looks like text\x00 but is not", "application/octet-stream"),
        (b"caf\xe9", "application/octet-stream"),
        (b"\xff\xfe", "application/octet-stream"),
    ],
)
def test_text_is_text_and_the_unknown_stays_unknown(head, media_type):
    assert sniff(head, "x.jpg") == media_type


@given(st.binary(max_size=HEAD), names)
def test_any_bytes_have_a_type_and_a_kind(head, name):
    media_type = sniff(head, name)

    assert "/" in media_type
    assert kind_of(media_type) in ("picture", "recording", "document", "file")


@pytest.mark.parametrize(
    ("media_type", "kind"),
    [
        ("image/jpeg", "picture"),
        ("video/mp4", "recording"),
        ("audio/ogg", "recording"),
        ("application/pdf", "document"),
        ("text/plain", "document"),
        (OFFICE[".docx"], "document"),
        ("application/zip", "file"),
        ("application/octet-stream", "file"),
    ],
)
def test_an_editor_has_four_words_for_files(media_type, kind):
    assert kind_of(media_type) == kind
