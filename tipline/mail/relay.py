"""The newsroom's relay by Flask-Mail, which as shipped takes any certificate and waits for ever; this one does not."""

import contextlib
import smtplib
import ssl
from types import TracebackType

from flask import Flask
from flask_mail import Connection, Mail

from tipline.settings import Settings


def mail_app(settings: Settings) -> Flask:
    """What Flask-Mail wants around it; it serves no page."""
    app = Flask("tipline.mail", static_folder=None)
    app.config.update(
        MAIL_SERVER=settings.smtp_host,
        MAIL_PORT=settings.smtp_port,
        MAIL_USERNAME=settings.smtp_username or None,
        MAIL_PASSWORD=settings.smtp_password or None,
        MAIL_USE_TLS=settings.smtp_security == "starttls",
        MAIL_USE_SSL=settings.smtp_security == "tls",
    )
    Mail(app)
    return app


class Relay(Connection):
    """One session with the relay: its certificate verified, every wait bounded."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        super().__init__(app.extensions["mail"])
        self._timeout = settings.smtp_timeout
        self._hostname = settings.mail_address.rpartition("@")[2]

    def configure_host(self) -> smtplib.SMTP:
        """Connect and sign in. Raises OSError, ssl.SSLError and smtplib.SMTPException, all of them OSError."""
        host = self._connected()
        try:
            if self.mail.use_tls:
                host.starttls(context=ssl.create_default_context())
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except BaseException:
            host.close()
            raise
        return host

    def _connected(self) -> smtplib.SMTP:
        server, port = self.mail.server, self.mail.port or 0
        # A name of our own spares smtplib a question to DNS, which may hang longer than the relay.
        if self.mail.use_ssl:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(server, port, self._hostname, timeout=self._timeout, context=context)
        return smtplib.SMTP(server, port, self._hostname, timeout=self._timeout)

    def __exit__(self, kind: type[BaseException], fault: BaseException, trace: TracebackType) -> None:
        """Say goodbye; a relay that hung up before has said it already."""
        if self.host is not None:
            with contextlib.suppress(OSError):
                self.host.quit()
            self.host.close()
