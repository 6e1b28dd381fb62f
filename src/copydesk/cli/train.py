"""`copydesk train`: pages with gold answers to weights for the labeller."""

from __future__ import annotations

from pathlib import Path

import click

from copydesk.cli.options import refuse_overwriting
from copydesk.cli.terminal import writing_to


@click.command()
@click.argument("gold", nargs=-1, required=True, metavar="GOLD...")
@click.option("-o", "--output", required=True, metavar="WEIGHTS", help="Write the weights to this file.")
@click.option("--rules", multiple=True, metavar="FILE", help="Rule pack (TOML) that wins over the shipped ones.")
def train(gold: tuple[str, ...], *, output: str, rules: tuple[str, ...]) -> None:
    """Learn weights for the labeller from GOLD: JSON Lines files of pages and of what their articles are.

    Each row has the `id` of a page, and the page as `text` or `html`, or what is known of it: `gold` (the body),
    `labels` (a letter a row), `with` and `without` (snippets), or both. The README describes them.
    """
    from copydesk.labelling.matching import RuleSet
    from copydesk.labelling.rules import packs_with
    from copydesk.training.fitting import MissingExtra, fit, lessons
    from copydesk.training.gold import read_gold
    from copydesk.writing.jsonl import whole_files

    refuse_overwriting([output], list(gold))
    try:
        found = lessons(read_gold(gold), RuleSet(packs_with(rules)))
        weights = fit(found)
    except (ValueError, MissingExtra) as error:
        raise click.ClickException(str(error)) from error
    with writing_to(output), whole_files(Path(output)) as (file,):
        file.write(weights.model_dump_json().encode())
    click.echo(", ".join(f"{len(pages)} pages of {kind}" for kind, pages in found.items()), err=True)
