"""The reader's form and what it says after Send."""

from flask import Blueprint

blueprint = Blueprint("send", __name__, url_prefix="/tips")
