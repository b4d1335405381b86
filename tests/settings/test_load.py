"""Settings from a file, the environment and named files, and what is said about faulty ones."""

from pathlib import Path

import pytest

from tipline.settings import Faults, Settings, load


def written(folder: Path, text: str) -> Path:
    (folder / "tipline.toml").write_text(text)
    return folder


def faults_of(folder: Path, environ: dict[str, str] | None = None, **flags: str) -> tuple[str, ...]:
    with pytest.raises(Faults) as found:
        load(folder, environ or {}, flags)
    return found.value.lines


def test_an_empty_folder_gives_settings_that_work(tmp_path: Path) -> None:
    settings = load(tmp_path, {})

    assert settings == Settings(instance=tmp_path)
    assert (settings.web_port, settings.mail_port, settings.public_url) == (8000, 8025, "http://127.0.0.1:8000")


def test_tables_of_the_file_are_joined_with_an_underscore(tmp_path: Path) -> None:
    settings = load(
        written(tmp_path, 'public_url = "https://paper.example/"\n[web]\nport = 9000\n[limits]\nfile_bytes = "5 MB"'),
        {},
    )

    assert (settings.web_port, settings.limits_file_bytes) == (9000, 5_000_000)
    assert settings.public_url == "https://paper.example"


def test_a_flag_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    folder = written(tmp_path, "[web]\nport = 9000\nthreads = 8\n[mail]\nport = 9025")

    settings = load(folder, {"TIPLINE_WEB_PORT": "9001", "TIPLINE_MAIL_PORT": "9026"}, {"web_port": "9002"})

    assert (settings.web_port, settings.mail_port, settings.web_threads) == (9002, 9026, 8)


def test_a_secret_may_lie_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("correct horse\n")
    environ = {"TIPLINE_SMTP_USERNAME": "tips", "TIPLINE_SMTP_PASSWORD_FILE": str(tmp_path / "password")}

    settings = load(tmp_path, environ)

    assert settings.smtp_password == "correct horse"
    assert "correct horse" not in repr(settings)


def test_the_site_and_lmtp_follow_the_ports_where_nothing_else_is_said(tmp_path: Path) -> None:
    settings = load(tmp_path, {}, {"web_port": "9100", "mail_port": "9125"})

    assert (settings.public_url, settings.mail_lmtp) == ("http://127.0.0.1:9100", "127.0.0.1:9126")
    assert load(tmp_path, {"TIPLINE_MAIL_LMTP": ""}, {"mail_port": "9125"}).mail_lmtp == ""


def test_every_fault_is_told_at_once_with_its_place_and_what_is_allowed(tmp_path: Path) -> None:
    folder = written(tmp_path, 'public_url = "ftp://x"\n[web]\nprot = 1\n[smtp]\nsecurity = "ssl"')

    lines = faults_of(folder, {"TIPLINE_MAIL_PORTS": "1", "TIPLINE_WEB_THREADS": "many"}, web_port="0")

    assert len(lines) == 6
    told = "\n".join(lines)
    assert f"web_prot: there is no such setting, did you mean web_port? (from {folder / 'tipline.toml'})" in lines
    assert "TIPLINE_MAIL_PORTS: there is no such setting, did you mean mail_port? (from the environment)" in lines
    assert (
        "web_threads: 'many' is not allowed, it must be a whole number from 1 to 64 (from TIPLINE_WEB_THREADS)" in told
    )
    assert "web_port: '0' is not allowed, it must be a whole number from 1 to 65535 (from the command line)" in told
    assert "smtp_security: 'ssl' is not allowed, it must be one of starttls, tls, none" in told


def test_the_rest_of_faulty_settings_is_there_to_look_further(tmp_path: Path) -> None:
    with pytest.raises(Faults) as found:
        load(tmp_path, {"TIPLINE_WEB_PORT": "x", "TIPLINE_MAIL_PORT": "9025"})

    assert found.value.names == {"web_port"}
    assert (found.value.rest.web_port, found.value.rest.mail_port) == (8000, 9025)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LIMITS_TIP_BYTES", "5 lightyears"),
        ("LIMITS_TIP_BYTES", "-1"),
        ("LIMITS_TIP_BYTES", ""),
        ("LIMITS_FILE_BYTES", "3 GB"),
        ("NEWSROOM_HOSTS", "https://paper.example/"),
        ("NEWSROOM_TIMEZONE", "Mars/Olympus"),
        ("NEWSROOM_TIMEZONE", "../etc/passwd"),
        ("NEWSROOM_NAME", "two\nlines"),
        ("NEWSROOM_EXIT_URL", "javascript:alert(1)"),
        ("PUBLIC_URL", "https://paper.example/?a=b"),
        ("PUBLIC_URL", "http://[::1"),
        ("PUBLIC_URL", "/tips"),
        ("MAIL_ADDRESS", "tips"),
        ("MAIL_ADDRESS", "tips@elsewhere.example"),
        ("MAIL_LMTP", "somewhere"),
        ("MAIL_LMTP", "127.0.0.1:8025"),
        ("MAIL_PORT", "8000"),
        ("DATABASE_URL", "mysql://x"),
        ("SMTP_USERNAME", "tips"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_value_that_cannot_be_is_a_fault(tmp_path: Path, name: str, value: str) -> None:
    lines = faults_of(tmp_path, {f"TIPLINE_{name}": value})

    assert len(lines) == 1
    assert lines[0].startswith(name.lower() + ":")


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("LIMITS_TIP_BYTES", "3 GB", 3_000_000_000),
        ("LIMITS_TIP_BYTES", "700_000_000", 700_000_000),
        ("LIMITS_FILE_BYTES", "1.5kb", None),
        ("LIMITS_FILE_BYTES", "64kb", 64_000),
        ("NEWSROOM_HOSTS", "paper.example, WWW.paper.example", ("paper.example", "www.paper.example")),
        ("NEWSROOM_TIMEZONE", "Europe/Madrid", "Europe/Madrid"),
        ("NEWSROOM_SAFETY_URL", "/safety", "/safety"),
        ("MAIL_LMTP", "unix:/run/tipline/lmtp.sock", "unix:/run/tipline/lmtp.sock"),
        ("DATABASE_URL", "postgresql+psycopg://tipline@/tipline", "postgresql+psycopg://tipline@/tipline"),
        ("LOG_LEVEL", "DEBUG", "debug"),
    ],
)
def test_a_value_is_read_as_people_write_it(tmp_path: Path, name: str, value: str, read: object) -> None:
    if read is None:
        assert faults_of(tmp_path, {f"TIPLINE_{name}": value})
    else:
        assert getattr(load(tmp_path, {f"TIPLINE_{name}": value}), name.lower()) == read


def test_a_secret_is_not_told_when_it_is_faulty(tmp_path: Path) -> None:
    lines = faults_of(tmp_path, {"TIPLINE_DATABASE_URL": "mysql://root:hunter2@db"})

    assert "hunter2" not in lines[0]


def test_a_file_that_is_not_toml_says_where(tmp_path: Path) -> None:
    lines = faults_of(written(tmp_path, "[web\nport = 1"))

    assert len(lines) == 1
    assert "tipline.toml: this is not TOML" in lines[0]
    assert "line 1" in lines[0]


def test_a_setting_given_twice_or_by_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    environ = {"TIPLINE_WEB_PORT": "1", "TIPLINE_WEB_PORT_FILE": "/x", "TIPLINE_MAIL_PORT_FILE": str(tmp_path / "none")}

    lines = faults_of(tmp_path, environ)

    assert lines == (
        "mail_port: the file that TIPLINE_MAIL_PORT_FILE names cannot be read (FileNotFoundError)",
        "web_port: it is given twice, by TIPLINE_WEB_PORT and by TIPLINE_WEB_PORT_FILE; keep one",
    )


def test_the_shipped_example_is_what_would_be_there_without_it(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "instance" / "tipline.example.toml"
    lines = example.read_text().splitlines()
    asked = [line.removeprefix("# ") for line in lines if " = " in line or line.startswith("[")]

    settings = load(written(tmp_path, "\n".join(asked)), {})

    assert settings == Settings(instance=tmp_path)
    assert sum(" = " in line for line in asked) == len(Settings.__dataclass_fields__) - 1
