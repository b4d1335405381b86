"""The web's door: the reader's form and the editors' desk. Its list of pages is in tipline/web/pages.py."""

from flask import current_app

from tipline.newsroom import Newsroom


def newsroom() -> Newsroom:
    """The newsroom that this request acts in."""
    found: Newsroom = current_app.extensions["tipline"]
    return found
