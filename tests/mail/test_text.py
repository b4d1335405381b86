"""HTML as text: what a person would read, in its order, with nothing fetched and nothing run."""

import pytest

from tipline.mail import text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<div>one</div><div>two<br>three</div>", "one\ntwo\nthree"),
        ("one <b>bold</b> and <i>it</i>alic", "one bold and italic"),
        ("a\n  b\t c", "a b c"),
        ("Tip &amp; proof &#8220;x&#8221;", "Tip & proof “x”"),
        ('<a href="https://a.example/x">look</a> here', "look <https://a.example/x> here"),
        ('<a href="https://a.example/">a.example</a>', "a.example"),
        ('<a href="https://a.example/"><img src="x"></a>', "<https://a.example/>"),
        ('<a href="mailto:a@example.com">a@example.com</a>', "a@example.com"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ("<a>x</a>", "x"),
        ("<p>a</p><blockquote><p>b</p><blockquote>c</blockquote></blockquote>d", "a\n\n> b\n> \n> > c\n> \nd"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></table>", "a b\nc"),
        ("<pre>  a\n   b</pre>c", "  a\n   b\n\nc"),
        ("a<hr>b", "a\n---\nb"),
        ("<style>p{}</style><script>alert(1)</script><p>a</p><!-- b --><title>c</title>", "a"),
        ('<img src="http://t.example/p.gif" alt="x">', ""),
        ("<p></p>", ""),
        ("", ""),
        ("no tags < at all", "no tags < at all"),
    ],
)
def test_a_page_is_read_as_text(source: str, words: str) -> None:
    assert text.from_html(source.encode(), "utf-8") == words


@pytest.mark.parametrize("source", ["<div>" * 3000 + "bottom", "<p>bottom</p>" * 60_000, "<b>" * 100_000 + "bottom"])
def test_a_hostile_page_is_read_without_its_tags(source: str) -> None:
    words = text.from_html(source.encode(), "utf-8")

    assert words.startswith("bottom")
    assert "<" not in words


def test_a_hostile_pages_scripts_are_left_out_too() -> None:
    source = "<head><title>no</title></head><script>alert(1)</script>" + "<div>" * 3000 + "a<br>b<p>c &amp; d<script>x"

    assert text.from_html(source.encode(), "utf-8") == "a\nb\nc & d"
