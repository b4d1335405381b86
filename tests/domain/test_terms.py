"""What a search finds a text by."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.domain import terms as rules
from tipline.domain.terms import LONGEST, MOST_TERMS, fold, terms

CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2, max_size=30)
EUROPEAN = st.text(st.characters(max_codepoint=0x06FF), max_size=80)


def holds(text: str, wanted: str) -> bool:
    """Whether the terms of the wanted words stand in the text's terms, side by side."""
    there, asked = terms(text), terms(wanted)
    return any(there[i : i + len(asked)] == asked for i in range(len(there) - len(asked) + 1))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The night crew, gone since 12 October!", ["the", "night", "crew", "gone", "since", "12", "october"]),
        ("Straße, Ünïcödé, ŁÓDŹ", ["strasse", "unicode", "łodz"]),
        ("snake_case e-mail don’t", ["snake", "case", "e", "mail", "don", "t"]),
        ("𝐁𝐨𝐥𝐝 ﬁre ℡ Ⅷ", ["bold", "fire", "tel", "viii"]),
        ("Привет, Ёлка", ["привет", "елка"]),
        ("市長選挙", ["市長", "長選", "選挙"]),
        ("第3号室", ["第", "3", "号室"]),
        ("佐々木さん", ["佐々", "々木", "木さ", "さん"]),
        ("시장 선거", ["시장", "선거"]),
        ("ﾊﾟﾘ", ["パリ"]),
        ("ข่าว", ["ข่", "่า", "าว"]),
        ("ຂ່າວ", ["ຂ່", "່າ", "າວ"]),
        ("مَدْرَسَةُ مـــدرسة", ["مدرسة", "مدرسة"]),
        ("عُمْدَة المدينة", ["عمدة", "المدينة"]),
        ("שָׁלוֹם עולם", ["שלום", "עולם"]),
        ("हिन्दी में समाचार।", ["हिन्दी", "में", "समाचार"]),
        ("நகராட்சி ঢাকা", ["நகராட்சி", "ঢাকা"]),
        ("❤️ \u200f…!?", []),
        ("", []),
    ],
)
def test_a_text_is_cut_where_its_script_cuts(text, found):
    assert terms(text) == found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Il a reçu 3 000 € à l’école", "recu ecole 3 000"),
        ("المَدرَسَة قرب الميناء", "المدرسة"),
        ("नगर निगम की बैठक", "निगम"),
        ("เทศบาลเมืองปิดสะพาน", "สะพาน"),
        ("北京市長辞任へ", "市長"),
        ("Санкт-Петербург", "петербург"),
    ],
)
def test_a_reader_is_found_however_the_searcher_types(text, wanted):
    assert all(holds(text, word) for word in wanted.split())


@given(CHINESE, st.data())
def test_any_two_neighbouring_signs_of_a_chinese_text_find_it(text, data):
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 2, len(text)))

    assert holds(text, text[start:end])


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert terms(fold(text)) == terms(text)


@given(st.text(max_size=80))
def test_capitals_and_composed_letters_make_no_difference(text):
    # Greek final sigma and dotless i do not come back from upper(): casefold is what counts.
    assert terms(text.casefold()) == terms(text)
    assert terms(unicodedata.normalize("NFD", text)) == terms(unicodedata.normalize("NFC", text))


@given(st.text(max_size=80))
def test_a_term_holds_nothing_that_a_search_engine_would_read_as_a_sign(text):
    assert all(term and not set(term) & set(" \"'*():-+^\t\n\0") for term in terms(text))


@given(EUROPEAN)
def test_the_quick_way_through_a_european_text_cuts_like_the_long_one(text):
    assert terms(text) == list(rules._cut(fold(text)))


def test_a_very_long_text_keeps_its_first_terms():
    assert len(terms("word " * (MOST_TERMS + 10))) == MOST_TERMS
    assert len(terms("市" * (MOST_TERMS + 10))) == MOST_TERMS


def test_a_very_long_word_is_cut_alike_in_text_and_search():
    assert terms("a" * 500) == ["a" * LONGEST]
    assert terms("अ" * 500) == ["अ" * LONGEST]
