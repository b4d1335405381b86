"""Commands set up logging for their process; in a test the process goes on."""

import logging
import sys
import threading
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def quiet_logs() -> Iterator[None]:
    """Put logging back as it was."""
    root, ours = logging.getLogger(), logging.getLogger("tipline")
    before = list(root.handlers), root.level, ours.level, sys.excepthook, threading.excepthook, sys.unraisablehook
    yield
    root.handlers[:], level, our_level, sys.excepthook, threading.excepthook, sys.unraisablehook = before
    root.setLevel(level)
    ours.setLevel(our_level)
    logging.captureWarnings(False)
