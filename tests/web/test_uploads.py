"""Files on their way in: streamed into the blob folder, within limits, and never sent twice for nothing."""

import tracemalloc
from collections.abc import Iterator
from hashlib import sha256
from io import RawIOBase

import pytest

from tests.web.conftest import WORDS, Reader, file, hidden, taken
from tipline.newsroom import Newsroom


@pytest.fixture
def tight(app_with, newsroom: Newsroom) -> Reader:
    """A reader of a newsroom that takes three files of 1,000 bytes, 2,500 in all."""
    limits = {"limits_files": 3, "limits_file_bytes": 1000, "limits_tip_bytes": 2500}
    return Reader(app_with(**limits), newsroom.clock)


def drafts(newsroom: Newsroom) -> list[str]:
    """Files that are neither kept nor gone."""
    return [path.name for path in newsroom.blobs.drafts.iterdir()]


def test_files_rest_under_their_hash(reader: Reader, newsroom: Newsroom) -> None:
    reader.send(files=[file(b"first", "a.txt"), file(b"second", "b.txt")])

    [tip] = taken(newsroom)
    assert [one.name for one in tip.attachments] == ["a.txt", "b.txt"]
    assert newsroom.blobs.path(sha256(b"second").hexdigest()).read_bytes() == b"second"
    assert drafts(newsroom) == []


def test_an_empty_file_is_a_file_and_an_empty_field_is_none(reader: Reader, newsroom: Newsroom) -> None:
    reader.send(files=[file(b"", ""), file(b"", "empty.txt")])
    assert [(one.name, one.size) for one in taken(newsroom)[0].attachments] == [("empty.txt", 0)]


def test_the_wish_can_be_taken_back(reader: Reader, newsroom: Newsroom) -> None:
    fields = reader.open()
    del fields["wish"]
    reader.press({**fields, "words": WORDS, "files": file(b"x", "a.txt")})
    assert [one.wish for one in taken(newsroom)[0].attachments] == [False]


def test_a_file_that_is_too_large_is_named_and_the_others_need_not_come_again(
    tight: Reader, newsroom: Newsroom
) -> None:
    page = tight.send(files=[file(b"0" * 1400, "site.mov"), file(b"1" * 900, "fence.jpg")])
    assert page.status_code == 413
    assert "“site.mov” is 1 kB. Files must be under 1 kB" in page.text
    assert WORDS in page.text
    assert "Choose" not in page.text
    assert drafts(newsroom) == []

    assert tight.press({**hidden(page), "words": WORDS}).status_code == 303
    assert [(one.name, one.size) for one in taken(newsroom)[0].attachments] == [("fence.jpg", 900)]


def test_a_file_that_came_whole_can_be_left_out_again(tight: Reader, newsroom: Newsroom) -> None:
    page = tight.send(contact="phone", files=file(b"1", "fence.jpg"))
    fields = hidden(page)
    del fields["kept"]
    tight.press({**fields, "words": WORDS})
    assert taken(newsroom)[0].attachments == ()


def test_too_many_files_at_once(tight: Reader) -> None:
    page = tight.send(files=[file(b"x", f"{n}.txt") for n in range(5)])
    assert page.status_code == 413
    assert "We can take 3 files at a time. Send the others afterwards" in page.text
    assert len(hidden(page)["kept"]) == 3
    assert "Choose these files again: 3.txt, 4.txt" in page.text


def test_too_much_altogether(tight: Reader) -> None:
    page = tight.send(files=[file(b"0" * 900, f"{n}.txt") for n in range(3)])
    assert page.status_code == 413
    assert "All files together must be under 2 kB" in page.text
    assert "Choose this file again: 2.txt" in page.text


def test_a_file_that_was_swept_meanwhile_must_be_chosen_again(tight: Reader, newsroom: Newsroom) -> None:
    page = tight.send(contact="phone", files=file(b"swept", "fence.jpg"))
    newsroom.blobs.path(sha256(b"swept").hexdigest()).unlink()

    again = tight.press({**hidden(page), "words": WORDS})
    assert again.status_code == 422
    assert "Choose your files again" in again.text
    assert "kept" not in hidden(again)


def test_nobody_can_name_a_file_that_they_did_not_send(reader: Reader, newsroom: Newsroom) -> None:
    newsroom.blobs.keep(file(b"somebody else's", "x")[0])
    digest = sha256(b"somebody else's").hexdigest()
    reader.send(kept=f'{"0" * 32}.["{digest}", 15, "x"]')
    assert taken(newsroom)[0].attachments == ()


def test_a_full_disk_keeps_the_words(reader: Reader, newsroom: Newsroom) -> None:
    newsroom.blobs.drafts.rename(newsroom.blobs.drafts.with_name("gone"))
    page = reader.send(files=file(b"0" * 100, "fence.jpg"))

    assert page.status_code == 503
    assert WORDS in page.text
    assert "Choose this file again: fence.jpg" in page.text


def test_a_disk_that_fails_at_the_last_step_keeps_the_words(reader: Reader, newsroom: Newsroom) -> None:
    (newsroom.blobs.folder / sha256(b"picture").hexdigest()[:2]).write_text("in the way")
    page = reader.send(files=file(b"picture", "fence.jpg"))

    assert page.status_code == 503
    assert page.headers["Retry-After"] == "30"
    assert WORDS in page.text
    assert taken(newsroom) == []


def test_a_body_over_every_limit_is_refused_before_it_is_read(tight: Reader) -> None:
    length = {"CONTENT_LENGTH": "90000000000"}
    page = tight.client.post("/tips", content_type="multipart/form-data; boundary=x", environ_overrides=length)
    assert page.status_code == 413
    assert "That was too large" in page.text


def test_a_form_of_words_alone_may_not_fill_the_memory(reader: Reader) -> None:
    page = reader.client.post("/tips", data={"words": "x" * 5_000_000})
    assert page.status_code == 413


def test_a_body_that_breaks_off_leaves_nothing(reader: Reader, newsroom: Newsroom) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n' + b"0" * 200_000
    page = reader.client.post("/tips", data=head, content_type="multipart/form-data; boundary=x")
    assert page.status_code in (400, 403)
    assert drafts(newsroom) == []


def test_other_pages_take_no_large_body(reader: Reader) -> None:
    assert reader.client.post("/tips/return", data={"code": "x" * 2_000_000}).status_code == 413


@pytest.mark.slow
def test_memory_stays_flat(app_with, newsroom: Newsroom) -> None:
    reader = Reader(app_with(), newsroom.clock)
    token = reader.open()["token"]
    head = f'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n{token}\r\n--x\r\n'.encode()
    head += b'Content-Disposition: form-data; name="files"; filename="a.mov"\r\n\r\n'
    body = Body([head, *[b"0" * 1_000_000] * 200, b"\r\n--x--\r\n"])

    tracemalloc.start()
    sent = {"wsgi.input": body, "CONTENT_LENGTH": str(body.size), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    answer = reader.client.post("/tips", environ_overrides=sent)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert answer.status_code == 303
    assert taken(newsroom)[0].attachments[0].size == 200_000_000
    assert peak < 16_000_000


class Body(RawIOBase):
    """A large request's body that exists only as it is read."""

    def __init__(self, parts: list[bytes]) -> None:
        self.size = sum(map(len, parts))
        self._parts: Iterator[bytes] = iter(parts)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        while not self._rest and (part := next(self._parts, None)) is not None:
            self._rest = part
        given, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)
