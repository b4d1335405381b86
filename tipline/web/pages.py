"""Every page that the web serves: one list of blueprints, put into the app by `register`."""

from flask import Blueprint, Flask

from tipline.web import account, acts, assets, files, health, queue, receipt, returning, send, setup, team, tip

BLUEPRINTS: tuple[Blueprint, ...] = (
    send.blueprint,
    receipt.blueprint,
    returning.blueprint,
    assets.blueprint,
    health.blueprint,
    account.blueprint,
    setup.first_run,
    setup.blueprint,
    queue.blueprint,
    tip.blueprint,
    acts.blueprint,
    files.blueprint,
    team.blueprint,
)


def register(app: Flask) -> None:
    """Put every page into the app."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
