"""Every page that the web serves: one list of blueprints, put into the app by `register`."""

from flask import Blueprint, Flask

from tipline.web import assets, health, receipt, returning, send

BLUEPRINTS: tuple[Blueprint, ...] = (
    send.blueprint,
    receipt.blueprint,
    returning.blueprint,
    assets.blueprint,
    health.blueprint,
)


def register(app: Flask) -> None:
    """Put every page into the app."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
