"""What a run says of itself while it goes on: a bar for people, lines of JSON for machines, or nothing."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from copydesk.cli.terminal import printable, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from copydesk.batch.filing import Filed
    from copydesk.batch.tally import Tally

BAR_SECONDS = 0.1
LOG_SECONDS = 5.0


class Progress(NamedTuple):
    """How far a run has come: what is on record, and bytes of the inputs that have been read, of how many."""

    tally: Tally
    bytes_read: int
    bytes_total: int | None


@contextmanager
def telling(*, as_json: bool) -> Iterator[Callable[[Progress], None]]:
    """What to call with each page's progress."""
    if as_json:
        yield _every(LOG_SECONDS, lambda progress: log("progress", **_figures(progress)))
    elif sys.stderr is not None and sys.stderr.isatty():
        with _bar() as show:
            yield _every(BAR_SECONDS, show)
    else:
        yield lambda _progress: None


def tell_rejection(filed: Filed, *, as_json: bool) -> None:
    """Name a rejected page that no file keeps on record."""
    import orjson

    rejection = orjson.loads(filed.line)
    for reason in rejection["reasons"]:
        if as_json:
            log("rejection", input=rejection["input"], record=rejection["record"], **reason)
        else:
            row = f" record {rejection['record']}" if rejection["record"] else ""
            tell(printable(f"{rejection['input']}{row}: {reason['code']}: {reason['message']}"))


def tell_end(tally: Tally, *, as_json: bool) -> None:
    """The summary."""
    if as_json:
        counts = {"inputs": tally.inputs, "articles": tally.articles, "duplicates": tally.duplicates}
        log("end", **counts, rejections=dict(tally.rejections), removed=dict(tally.removed))
    else:
        tell("\n".join(filter(None, (str(tally), tally.removed_text()))))


def log(event: str, **values: Any) -> None:
    """One line of JSON on stderr."""
    import orjson

    legible = {name: _legible(value) for name, value in values.items()}
    tell(orjson.dumps({"event": event, **legible}).decode())


def _legible(value: Any) -> Any:
    """A text without halves of surrogate pairs, as names of files may have them; all else as it is."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def _figures(progress: Progress) -> dict[str, Any]:
    tally, bytes_read, bytes_total = progress
    counts = {"inputs": tally.inputs, "articles": tally.articles, "duplicates": tally.duplicates}
    return counts | {"rejections": tally.rejected, "bytes_read": bytes_read, "bytes_total": bytes_total}


def _every(seconds: float, show: Callable[[Progress], None]) -> Callable[[Progress], None]:
    """Pass on the first progress, and then one each time that so much time has gone by."""
    due = time.monotonic()

    def passed(progress: Progress) -> None:
        nonlocal due
        now = time.monotonic()
        if now >= due:
            due = now + seconds
            show(progress)

    return passed


@contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    """A bar, where there is what draws one."""
    try:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar
    except ImportError:
        yield lambda _progress: None
        return
    columns = (BarColumn(), TextColumn("{task.percentage:3.0f}%"), TextColumn("{task.fields[counts]}"))
    with Bar(*columns, TimeRemainingColumn(compact=True), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, counts="")
        started = time.monotonic()
        first: int | None = None

        def show(progress: Progress) -> None:
            nonlocal first
            tally = progress.tally
            first = tally.inputs if first is None else first  # a run taken up again has some on record already
            rate = (tally.inputs - first) / max(time.monotonic() - started, 0.001)
            counts = f"{tally.articles:,} articles  {tally.rejected:,} rejected  {rate:,.0f}/s"
            bar.update(task, completed=progress.bytes_read, total=progress.bytes_total, counts=counts)

        yield show
