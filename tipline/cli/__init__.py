"""The `tipline` command: each command has a module of its own, loaded when it is called."""

import os
from pathlib import Path

import click

from tipline import __version__
from tipline.cli.lazy import LazyGroup

COMMANDS = {
    "run": ("tipline.cli.run:run", "Start everything: the web, the mail door and the worker, under one parent."),
    "serve": ("tipline.cli.serve:serve", "Start one door alone, as a service manager does: web or mail."),
    "worker": ("tipline.cli.serve:worker", "Start the worker alone: it reads mails and sends what is in the outbox."),
    "db": ("tipline.cli.db:db", "Bring the database up to this version."),
    "check": ("tipline.cli.check:check", "Look whether everything is in order, and say what to do where it is not."),
    "dump": ("tipline.cli.dump:dump", "Write out everything that is kept, a JSON object a line."),
    "outbox": ("tipline.cli.outbox:outbox", "See what is promised and not yet sent, and try again what was given up."),
    "demo": ("tipline.cli.demo:demo", "Fill the desk with invented tips, or take them away again."),
    "desk": ("tipline.cli.desk:desk", "Add a desk, or list them."),
    "editor": ("tipline.cli.editor:editor", "Invite an editor, or list them."),
    "invitation": ("tipline.cli.editor:invitation", "Print the link that makes the first account."),
}


def _instance(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> Path:
    return Path(value or os.environ.get("TIPLINE_INSTANCE") or "instance")


@click.group(
    cls=LazyGroup,
    commands=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    help="tipline takes in a newsroom's tips by form and by mail, and lets editors decide on them.",
)
@click.option(
    "--instance",
    metavar="FOLDER",
    callback=_instance,
    help="The folder with tipline.toml and all that is kept. TIPLINE_INSTANCE, or ./instance, if not given.",
)
@click.version_option(__version__, prog_name="tipline")
@click.pass_context
def main(ctx: click.Context, instance: Path) -> None:
    """The group itself only says which instance is meant, and that what is made is its owner's alone."""
    ctx.obj = instance
    os.umask(0o077)
