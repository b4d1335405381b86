"""`tipline dump`."""

import json
from pathlib import Path
from typing import TextIO

import click

from tipline.cli.opened import newsroom_of


@click.command()
@click.option("--jsonl", is_flag=True, help="A JSON object a line, which is the one form there is.")
@click.option("--out", type=click.File("w", encoding="utf-8"), default="-", help="A file, instead of the screen.")
@click.pass_obj
def dump(instance: Path, out: TextIO, *, jsonl: bool) -> None:
    """Write out every tip, message, file's hash, mail, promise and event as it is stored, a JSON object a line."""
    with newsroom_of(instance) as newsroom:
        from tipline.newsroom import dump as everything  # help starts without the database

        for line in everything.lines(newsroom):
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
