"""The mail door's process."""

from contextlib import closing

from tipline import logs
from tipline.mail import smtp
from tipline.newsroom import open_newsroom
from tipline.settings import Settings


def serve(settings: Settings) -> None:
    """Take in mail by SMTP and LMTP until SIGTERM or SIGINT."""
    logs.configure(settings)
    with closing(open_newsroom(settings)) as newsroom:
        smtp.serve(newsroom)
