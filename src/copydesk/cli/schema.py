"""`copydesk schema`: the JSON Schema of a record."""

from __future__ import annotations

import click

from copydesk.cli.terminal import STDOUT, writing_to


@click.command()
@click.argument("record", type=click.Choice(["article", "rejection", "ledger", "manifest"]), default="article")
def schema(record: str) -> None:
    """Print the JSON Schema of a record."""
    from copydesk.schemas import schema_text

    with writing_to(STDOUT):
        click.echo(schema_text(record).encode(), nl=False)
