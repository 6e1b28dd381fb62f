"""The command. It imports what a subcommand needs when it runs, so that `copydesk --help` answers at once."""

from __future__ import annotations

import click

from copydesk._version import __version__
from copydesk.cli.check import check
from copydesk.cli.clean import clean
from copydesk.cli.diff import diff
from copydesk.cli.explain import explain
from copydesk.cli.report import report
from copydesk.cli.schema import schema
from copydesk.cli.train import train


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="copydesk")
def main() -> None:
    """Turn scraped news pages into clean, validated articles, one JSON line each."""


for command in (check, clean, diff, explain, report, schema, train):
    main.add_command(command)
