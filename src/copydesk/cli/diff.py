"""`copydesk diff`: what two runs made of the same pages."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli.check import record_files
from copydesk.cli.options import cannot_read
from copydesk.cli.terminal import FAILED, STDOUT, encodable, painted, printable, stdin, tell, writing_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.reviewing.comparing import Comparison, Difference, TextLine

_COLOURS = {"-": "red", "+": "green"}
_CONTEXT = 1
_VALUE_CHARS = 500


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--ignore", multiple=True, metavar="FIELD", help="Field that may differ, as confidence or removed.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON line for each record that differs.")
def diff(old: str, new: str, *, ignore: tuple[str, ...], as_json: bool) -> None:
    """Compare the records in OLD and NEW (JSON lines, compressed or not): by record, line of text, and field.

    Records belong together by id, else by input, record and source_id. What merely says which version and rules made a
    record is not compared. Exit status: 0 nothing differs, 1 something does.
    """
    import orjson

    from copydesk.batch.tally import counted

    with comparison(old, new, ignore) as (compared, differences):
        with writing_to(STDOUT):
            if not as_json:
                click.echo(encodable(printable(f"--- {old}")))
                click.echo(encodable(printable(f"+++ {new}")))
            for found in differences:
                if as_json:
                    click.echo(orjson.dumps(found.as_json()))
                else:
                    for line in _shown(found):
                        click.echo(encodable(line))
        changes = compared.changes
        tell(
            f"{counted(compared.equal, 'record')} equal, {changes['changed']:,} changed, "
            f"{changes['removed']:,} only in OLD, {changes['added']:,} only in NEW"
        )
        if compared.fields:
            tell("changed: " + ", ".join(f"{name} {count:,}" for name, count in compared.fields.most_common()))
    if changes:
        sys.exit(FAILED)


@contextmanager
def comparison(old: str, new: str, ignore: tuple[str, ...] = ()) -> Iterator[tuple[Comparison, Iterator[Difference]]]:
    """A comparison and what it finds in two files; what keeps them from being read is said in one line."""
    from copydesk.reviewing.comparing import EXPECTED, Comparison
    from copydesk.reviewing.records import stored_records

    if old == new == STDOUT:
        message = "only one of two files can be standard input"
        raise click.UsageError(message)
    files = [record_files((name,)) for name in (old, new)]
    compared = Comparison([*EXPECTED, *ignore])
    yield compared, _told(compared.differences(*(stored_records(names, stdin()) for names in files)))


def _told(differences: Iterator[Difference]) -> Iterator[Difference]:
    try:
        yield from differences
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise cannot_read(error) from error


def _shown(found: Difference) -> Iterator[str]:
    from copydesk.reviewing.pairing import origin_of

    name, record, source_id = origin_of(found.values)
    place = " ".join(str(part) for part in (name, record and f"record {record}", source_id) if part)
    title = str(found.values.get("title") or "")
    change = "" if found.change == "changed" else f" {found.change}"
    yield painted(printable(f"@@ {place or found.values.get('id')} @@{change} {title}").rstrip(), fg="cyan")
    for field, old, new in found.fields:
        yield printable(f"  {field}")
        yield from (_signed(sign, _value(value)) for sign, value in (("-", old), ("+", new)) if value is not None)
    if found.text:
        yield "  text"
        yield from (_signed(sign, text) if sign != "…" else "    …" for sign, text in _with_context(found.text))


def _signed(sign: str, text: str) -> str:
    line = printable(f"{sign}   {text}")
    return painted(line, fg=_COLOURS[sign]) if sign in _COLOURS else line


def _value(value: Any) -> str:
    import orjson

    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return text if len(text) <= _VALUE_CHARS else f"{text[:_VALUE_CHARS]}…"


def _with_context(lines: list[TextLine]) -> Iterator[tuple[str, str]]:
    """The lines that changed with one before and after; … stands for what is left out between."""
    near = {
        place + step for place, line in enumerate(lines) if line.sign != " " for step in range(-_CONTEXT, _CONTEXT + 1)
    }
    last = -1
    for place in sorted(near & set(range(len(lines)))):
        if place > last + 1:
            yield "…", ""
        yield lines[place]
        last = place
