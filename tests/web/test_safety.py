"""What every response carries, and whom we answer."""

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import WORDS, Reader, replaced
from tipline.app import create_app
from tipline.newsroom import Newsroom
from tipline.web.safety import HEADERS, hosts


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 302),
        ("GET", "/tips", 200),
        ("POST", "/tips", 403),
        ("PUT", "/tips", 405),
        ("OPTIONS", "/tips", 200),
        ("GET", "/tips/thanks", 200),
        ("POST", "/tips/return", 404),
        ("GET", "/no/such/page", 404),
        ("GET", "/static/x/none.css", 404),
    ],
)
def test_every_response_carries_every_header(client: FlaskClient, method: str, path: str, status: int) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "Strict-Transport-Security" not in answer.headers


def test_a_bug_carries_them_too_and_tells_nothing(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(WORDS)

    monkeypatch.setattr("tipline.web.returning.returning.look", broken)
    page = client.post("/tips/return?words=secret", data={"code": "x"})
    assert page.status_code == 500
    assert "Something broke on our side" in page.text
    assert WORDS not in page.text
    assert page.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
    assert [(record.message, record.endpoint) for record in caplog.records] == [("Not caught", "returning.show")]


def test_by_tls_browsers_are_told_to_stay_with_it(app_with) -> None:
    client = app_with(public_url="https://ledger.example")
    answer = client.get("/tips", base_url="https://ledger.example")
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000"


@pytest.mark.parametrize("host", ["evil.example", "ledger.example.evil.example", "127.0.0.1"])
def test_other_hosts_get_no_page(app_with, host: str) -> None:
    client = app_with(public_url="https://ledger.example", newsroom_onion="http://ledgertips.onion")
    assert client.get("/tips", headers={"Host": host}).status_code == 400
    assert client.get("/tips", headers={"Host": "ledgertips.onion"}).status_code == 200
    assert client.get("/tips", headers={"Host": "ledger.example:443"}).status_code == 200


def test_on_this_machine_it_has_this_machine_s_names(newsroom: Newsroom) -> None:
    assert hosts(newsroom.settings) == ["127.0.0.1", "localhost"]


@pytest.mark.parametrize("path", ["/news/tips", "/tips"])
def test_every_link_honours_the_path_we_hang_under(app_with, path: str) -> None:
    client = app_with(public_url="https://ledger.example/news")
    page = client.get(path, base_url="https://ledger.example").text
    assert 'action="/news/tips"' in page
    assert 'href="/news/static/' in page
    assert 'href="/news/tips/return"' in page
    assert client.get("/news", base_url="https://ledger.example").location == "/news/tips"


@pytest.mark.parametrize(("proxies", "blocked"), [(0, True), (1, False)])
def test_forwarded_addresses_are_believed_only_from_a_stated_proxy(app_with, proxies: int, blocked: bool) -> None:
    client = app_with(web_proxies=proxies)
    for n in range(12):
        answer = client.post("/tips/return", data={"code": "x"}, headers={"X-Forwarded-For": f"192.0.{n}.1"})
    assert (answer.status_code == 429) is blocked


def test_a_forwarded_host_is_never_believed(app_with) -> None:
    page = app_with(web_proxies=1).get("/", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/evil"})
    assert page.location == "/tips"


def test_nothing_of_a_reader_is_logged(newsroom: Newsroom, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    reader = Reader(create_app(replaced(newsroom, newsroom_hosts=("ledger.example",))).test_client(), newsroom.clock)
    reader.send(about="https://ledger.example/story", contact="email", email="me@example.com")
    reader.send(contact="email", email="nonsense")
    reader.client.get("/nothing?of=mine")
    assert not [
        word for word in (WORDS, "me@example.com", "127.0.0.1", "story", "nonsense", "mine") if word in caplog.text
    ]
