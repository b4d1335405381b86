"""Groups of commands that are loaded when they are called: help and a spool write start without Flask or a database."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """A group whose commands are named by module, with the sentence that its help shows of each."""

    def __init__(self, *args: Any, commands: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sentences = {name: sentence for name, (_place, sentence) in commands.items()}
        self._places = {name: place for name, (place, _sentence) in commands.items()}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which they were named."""
        return list(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the command's module."""
        if cmd_name not in self._places:
            return None
        module, _colon, name = self._places[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with their sentences, none of them loaded."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.sentences.items()))
