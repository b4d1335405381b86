"""Secrets: six words from a seed, signatures that hold, a key that is made once."""

import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tipline.settings import Settings
from tipline.signing import BadSignature, Signer, load_key

ours = Signer(b"k" * 32)


def test_the_same_seed_gives_the_same_six_words() -> None:
    assert ours.code("a") == ours.code("a")
    assert len(ours.code("a").split()) == 6
    assert len({ours.code(str(n)) for n in range(1000)}) == 1000
    assert Signer(b"x" * 32).code("a") != ours.code("a")


def test_parts_do_not_run_into_each_other() -> None:
    assert ours.digest("p", "ab", "c") != ours.digest("p", "a", "bc")
    assert ours.digest("p", "a") != ours.digest("q", "a")
    assert len(ours.short("p", "\ud800")) == 32


def test_what_is_signed_is_read_back_and_what_is_changed_is_not() -> None:
    signed = ours.sign("form", "a.b")
    assert ours.unsign("form", signed) == "a.b"
    for bad in (signed + "x", signed[1:], "", "ü.x", signed.replace("a", "b")):
        with pytest.raises(BadSignature):
            ours.unsign("form", bad)
    with pytest.raises(BadSignature):
        ours.unsign("other", signed)


def test_the_key_is_made_once_and_only_ours_to_read(tmp_path: Path) -> None:
    settings = Settings(instance=tmp_path)
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: load_key(settings), range(8)))
    assert len(keys) == 1
    (file,) = (tmp_path / "keys").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_key_file_that_is_too_short_is_told(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"short")
    with pytest.raises(ValueError, match="fewer than 32"):
        load_key(replace(Settings(instance=tmp_path), key_file=str(tmp_path / "key")))
