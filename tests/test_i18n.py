"""Words in a person's language."""

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment

from tipline import i18n
from tipline.domain.refusals import TooMany
from tipline.i18n import gettext, ngettext, translate

CATALOGUE = """\
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Thank you, {name}"
msgstr "Gracias, {name}"

msgid "{n} file"
msgid_plural "{n} files"
msgstr[0] "{n} archivo"
msgstr[1] "{n} archivos"
"""


@pytest.fixture
def spanish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "es" / "LC_MESSAGES" / "tipline.mo"
    place.parent.mkdir(parents=True)
    with place.open("wb") as file:
        write_mo(file, read_po(BytesIO(CATALOGUE.encode())))
    monkeypatch.setattr(i18n, "LOCALE", tmp_path)
    forget()


@pytest.fixture(autouse=True)
def english_again():
    yield
    forget()
    i18n.use("en")


def forget() -> None:
    i18n.languages.cache_clear()
    i18n._catalogue.cache_clear()


def test_english_is_what_the_code_says() -> None:
    assert gettext("Thank you, {name}", name="Ada") == "Thank you, Ada"
    assert ngettext("{n} file", "{n} files", 1) == "1 file"
    assert ngettext("{n} file", "{n} files", 3) == "3 files"


@pytest.mark.usefixtures("spanish")
def test_places_are_filled_after_a_message_was_translated() -> None:
    i18n.use("es")

    assert gettext("Thank you, {name}", name="{n}") == "Gracias, {n}"
    assert ngettext("{n} file", "{n} files", 2) == "2 archivos"
    assert gettext("Not in the catalogue") == "Not in the catalogue"
    assert i18n.language() == "es"


@pytest.mark.usefixtures("spanish")
@pytest.mark.parametrize("asked", ["xx", "../es", "", "es/LC_MESSAGES"])
def test_a_language_that_we_do_not_have_is_english(asked: str) -> None:
    i18n.use(asked)

    assert gettext("Thank you, {name}", name="Ada") == "Thank you, Ada"
    assert i18n.language() == "en"


def test_a_refusal_is_told_in_words() -> None:
    assert translate(TooMany("Wait {wait} seconds", wait=7)) == "Wait 7 seconds"


def test_a_template_speaks_and_still_escapes() -> None:
    environment = Environment(autoescape=True)
    i18n.install(environment)

    page = environment.from_string('{{ _("Thank you, {name}", name=name) }} {{ ngettext("{n} file", "{n} files", 2) }}')

    assert page.render(name="<b>") == "Thank you, &lt;b&gt; 2 files"
