"""`copydesk check`: whether records are what they should be, and what is left in their texts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli.options import cannot_read, pages_at
from copydesk.cli.terminal import FAILED, STDOUT, encodable, printable, stdin, tell, writing_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from copydesk.reviewing.checking import Check
    from copydesk.reviewing.leftovers import Leftover
    from copydesk.reviewing.repeats import Repeat, Suspicion
    from copydesk.reviewing.validity import Fault

_SHARE = click.FloatRange(min=0.0, max=1.0, min_open=True)
_EXAMPLE_CHARS = 100


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--rules", multiple=True, metavar="FILE", help="Rule pack (TOML) that wins over the shipped ones.")
@click.option(
    "--least",
    type=click.IntRange(min=2),
    default=20,
    show_default=True,
    metavar="N",
    help="Articles that a line must stand in to be suspicious.",
)
@click.option("--share", type=_SHARE, default=0.03, show_default=True, help="And the share of all articles.")
@click.option("--site-share", type=_SHARE, default=0.25, show_default=True, help="Or of those of one site.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="Show no more of each sort."
)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON line for each finding, all of them.")
@click.option("--as-rules", is_flag=True, help="Write the lines that recur as a rule pack to begin with.")
def check(files: tuple[str, ...], *, rules: tuple[str, ...], as_json: bool, as_rules: bool, **options: Any) -> None:
    """Check the records in FILE (JSON lines, compressed or not, or - for standard input).

    Three things are looked for: records that do not fit their model; lines left in a text that a rule would strike; and
    lines that stand in the texts of many articles, as only furniture does. Exit status: 1 if anything was found.
    """
    from copydesk.reviewing.repeats import Suspicion

    if as_json and as_rules:
        message = "--json and --as-rules exclude each other"
        raise click.UsageError(message)
    found = _Findings(_check_with(rules), Suspicion(options["least"], options["share"], options["site_share"]))
    faults = _faults(found.check, record_files(files))
    with writing_to(STDOUT):
        if as_json:
            _echo_lines(found.as_json(faults))
        elif as_rules:
            _echo_rules(found, faults)
        else:
            _echo_lines(found.as_text(faults, options["limit"]))
    if found.any:
        sys.exit(FAILED)


def record_files(names: tuple[str, ...]) -> list[str]:
    """The files of records that the command line names; folders and tables are none, which is wrong usage."""
    from copydesk.reading.suffixes import PARQUET_SUFFIXES, suffix_of

    for name in names:
        if Path(name).is_dir() or suffix_of(name) in PARQUET_SUFFIXES:
            message = f"records are read from files of JSON lines, not from {name}"
            raise click.UsageError(message)
    return pages_at(names)


class _Findings:
    """What a check found, as it is told."""

    def __init__(self, check: Check, suspicion: Suspicion) -> None:
        self.check = check
        self.any = False
        self._suspicion = suspicion

    def repeats(self) -> list[Repeat]:
        """The lines that recur."""
        found = self.check.repeats.suspicious(self._suspicion)
        self.any = self.any or bool(found)
        return found

    def leftovers(self) -> list[Leftover]:
        """The lines that rules would strike."""
        found = self.check.leftovers.ranked()
        self.any = self.any or bool(found)
        return found

    def as_json(self, faults: Iterable[Fault]) -> Iterator[bytes]:
        """A line for each finding."""
        import orjson

        for fault in faults:
            self.any = True
            yield orjson.dumps({"finding": "invalid", **fault._asdict()})
        for leftover in self.leftovers():
            yield orjson.dumps({"finding": "leftover", **vars(leftover)})
        for repeat in self.repeats():
            yield orjson.dumps({"finding": "repeat", **repeat._asdict(), "share": round(repeat.share, 4)})

    def as_text(self, faults: Iterable[Fault], limit: int) -> Iterator[str]:
        """The findings for people, and last what they come to."""
        from copydesk.batch.tally import counted

        told = 0
        for told, fault in enumerate(faults, 1):
            self.any = True
            if told <= limit:
                yield _invalid(fault)
        yield from _more(told - limit)
        if leftovers := self.leftovers():
            yield "\nLines that a rule would strike, left in texts:"
            yield from map(_leftover, leftovers[:limit])
            yield from _more(len(leftovers) - limit)
        if repeats := self.repeats():
            yield "\nLines that stand in the texts of many articles (--as-rules drafts rules for them):"
            yield from map(_repeat, repeats[:limit])
            yield from _more(len(repeats) - limit)
        tell(
            f"{counted(self.check.records, 'record')}: {self.check.faulty:,} invalid, "
            f"{counted(len(leftovers), 'rule')} would strike lines, {counted(len(repeats), 'line')} recur"
        )


def _check_with(rules: tuple[str, ...]) -> Check:
    from copydesk.labelling.matching import RuleSet
    from copydesk.labelling.rules import BrokenRules, packs_with
    from copydesk.reviewing.checking import Check

    try:
        return Check(RuleSet(packs_with(rules)))
    except BrokenRules as error:
        raise click.UsageError(str(error)) from error


def _faults(check: Check, files: list[str]) -> Iterator[Fault]:
    from copydesk.reviewing.records import stored_records

    records = stored_records(files, stdin())
    try:
        yield from check.faults(records)
    except OSError as error:
        raise cannot_read(error) from error


def _echo_lines(lines: Iterable[str | bytes]) -> None:
    for line in lines:
        click.echo(line if isinstance(line, bytes) else encodable(line))


def _echo_rules(found: _Findings, faults: Iterable[Fault]) -> None:
    from copydesk.reviewing.drafted_rules import rules_text

    found.any = sum(1 for _ in faults) > 0
    click.echo(rules_text(found.repeats()).encode(), nl=False)


def _invalid(fault: Fault) -> str:
    field = f"{fault.field}: " if fault.field else ""
    return printable(f"{fault.file}:{fault.line}: {field}{fault.message}")


def _leftover(found: Leftover) -> str:
    return printable(f"{found.records:8,}  {found.rule:32}  {_cut(found.example)}  ({found.file}:{found.line})")


def _repeat(found: Repeat) -> str:
    where = found.site or "all"
    share = f"{found.share:.1%}"
    return printable(
        f"{found.records:8,}  {share:>6} of {where:20}  {_cut(found.example)}  ({found.file}:{found.line})"
    )


def _cut(text: str) -> str:
    return text if len(text) <= _EXAMPLE_CHARS else f"{text[:_EXAMPLE_CHARS]}…"


def _more(number: int) -> Iterator[str]:
    if number > 0:
        yield f"          … and {number:,} more"
