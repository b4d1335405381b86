"""The way back: a reader's six words show what they sent and where it stands."""

from flask import Blueprint

blueprint = Blueprint("returning", __name__, url_prefix="/tips")
