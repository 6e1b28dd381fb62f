"""What other people's code does with copydesk. It is not run: `mypy --strict` must take it, and infer these types."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, assert_type

import copydesk
from copydesk import (
    Article,
    BrokenRules,
    Desk,
    ExplainedLine,
    ExplainedPage,
    Rejected,
    Rejection,
    Source,
    clean,
    explain,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def one_page(page: str | bytes) -> str | None:
    """Clean a page, with all that may be known of it."""
    try:
        article = copydesk.clean(
            page, url="https://gazette.example/a", kind="auto", fetched_at=datetime.now(UTC), name="a", encoding="gbk"
        )
    except Rejected as error:
        assert_type(error.rejection, Rejection)
        return error.rejection.reasons[0].message
    assert_type(article, Article)
    assert_type(article.text, str)
    assert_type(article.authors, list[str])
    assert_type(article.published_at, str | None)
    assert_type(article.rights.years, tuple[int, int] | None)
    return article.title


def many_pages(folder: Path) -> Iterator[str]:
    """Clean a folder with settings."""
    desk = Desk(rules=[folder / "own.toml"], min_chars=50, require=["title"], timezone="Asia/Shanghai")
    pages = (Source(path.read_bytes(), name=path.name, record=1) for path in folder.iterdir())
    for result in desk.run(pages):
        assert_type(result, Article | Rejection)
        yield result.title or "" if isinstance(result, Article) else str(result.reasons[0].field)


def lines(page: str) -> list[str]:
    """What became of every row."""
    rows = explain(page, kind="text")
    assert_type(rows, ExplainedPage)
    as_before: list[ExplainedLine] = rows
    assert as_before
    return [f"{row.number} {row.label.value} {row.reason}" for row in rows if row.kind is not None]


def broken(rules: str) -> str:
    """Rules that cannot be used are a ValueError."""
    try:
        Desk(rules=(rules,))
    except BrokenRules as error:
        return str(error)
    return assert_type(clean(Source("")).model_dump_json(), str)


def wrong() -> None:
    """Mistakes that a type checker must find: each line below needs its `ignore`."""
    clean(Path("page.txt"))  # type: ignore[arg-type]
    clean("page", kind="pdf")  # type: ignore[arg-type]
    clean("page", link="https://gazette.example/a")  # type: ignore[call-arg]
    clean("page", fetched_at="2021-03-04")  # type: ignore[arg-type]
    _ = copydesk.tidy  # type: ignore[attr-defined]
