"""Lines that stand in the texts of many articles: furniture that no rule knows yet.

A line counts once for each article, its figures made alike. Copies of a text count once, and so do versions of one
story, which share their longest line: what they have in common is the story. What is left recurs in one of two ways.
Series titles and daily formats stand in a few of a hundred texts; furniture stands in many, or in a good part of what
its own site has. The thresholds lie between.

All is kept in an SQLite table of digests that goes to a temporary file as it grows; the wording of a line is kept from
the second time on that it is met, for most never are.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from copydesk.batch.database import as_os_errors, create_tables, temporary_database
from copydesk.batch.duplicates import text_digest
from copydesk.labelling.rules import fold
from copydesk.labelling.structure import templates_of
from copydesk.reading.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable

    from copydesk.reviewing.records import StoredRecord

LEAST_LETTERS = 2
"""A line of fewer is a mark between sections, and no wording."""

_CACHE_KIBIBYTES = 65_536
_LAYOUT = """
CREATE TABLE texts (digest BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE sites (number INTEGER PRIMARY KEY, name TEXT UNIQUE, records INTEGER);
CREATE TABLE lines (digest INTEGER PRIMARY KEY, records INTEGER, site INTEGER, story INTEGER, language TEXT,
                    example TEXT, file TEXT, line INTEGER);
CREATE TABLE sightings (digest INTEGER, site INTEGER, story INTEGER, PRIMARY KEY (digest, site, story)) WITHOUT ROWID;
"""
_COUNT_SITE = """
INSERT INTO sites (name, records) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET records = records + 1
RETURNING number
"""
_COUNT_LINE = """
INSERT INTO lines (digest, records, site, story, language) VALUES (:digest, 1, :site, :story, :language)
ON CONFLICT (digest) DO UPDATE SET records = records + 1, example = coalesce(example, :example),
    file = coalesce(file, :file), line = coalesce(line, :line),
    language = iif(language = :language, language, 'und')
RETURNING records
"""
_SEEN = """
SELECT digest, site, story FROM lines WHERE records >= :least
UNION SELECT digest, site, story FROM sightings WHERE digest IN (SELECT digest FROM lines WHERE records >= :least)
"""
_EVERYWHERE = f"""
SELECT NULL AS site, digest, count(DISTINCT story) AS stories, :all AS total FROM ({_SEEN}) GROUP BY digest
HAVING stories >= max(:least, :share * :all)
"""  # noqa: S608 - put together of constants
_ON_ONE_SITE = f"""
SELECT name AS site, digest, count(DISTINCT story) AS stories, sites.records AS total
FROM ({_SEEN}) JOIN sites ON sites.number = site WHERE name != '' GROUP BY site, digest
HAVING stories >= max(:least, :site_share * total)
"""  # noqa: S608
_FOUND = """
SELECT example, language, stories, total, found.site, file, line FROM ({found}) AS found JOIN lines USING (digest)
"""


@dataclass(frozen=True)
class Suspicion:
    """From when on a line that recurs is suspicious: in so many articles, and so large a share of them.

    Attributes:
        least: the fewest articles.
        share: of all articles, from 0 to 1.
        site_share: of the articles of one site, from 0 to 1.
    """

    least: int = 20
    share: float = 0.03
    site_share: float = 0.25


class Repeat(NamedTuple):
    """A line that stands in many texts.

    Attributes:
        example: the line as one of the texts has it.
        language: of the texts, `und` where they have several.
        records: so many articles have it.
        of: out of so many.
        site: of which site these are; None for all.
        file, line: where a record with it stands.
    """

    example: str
    language: str
    records: int
    of: int
    site: str | None
    file: str
    line: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.records / self.of


class Repeats:
    """The lines of many texts; memory does not grow with their number.

    Raises:
        OSError: the temporary file cannot be written.
    """

    def __init__(self) -> None:
        self._texts = 0
        self._database = temporary_database()
        with as_os_errors():
            self._database.execute(f"PRAGMA cache_size = -{_CACHE_KIBIBYTES}")
        create_tables(self._database, _LAYOUT)

    def add(self, record: StoredRecord) -> None:
        """Count the lines of the text of one record."""
        lines = {_key(line): line for line in map(squeeze, record.text.splitlines()) if line}
        with as_os_errors():
            if not lines or not self._is_new(record.text):
                return
            self._texts += 1
            (site,) = self._database.execute(_COUNT_SITE, (record.site,)).fetchone()
            stated = {"site": site, "language": record.language, "file": record.file, "line": record.line}
            longest = sorted(lines, key=lambda key: len(lines[key]))[-2:]
            for key, line in lines.items():
                if sum(map(str.isalpha, line)) >= LEAST_LETTERS:
                    story = next((other for other in reversed(longest) if other != key), 0)
                    self._count({**stated, "digest": key, "story": story, "example": line})

    def suspicious(self, suspicion: Suspicion) -> list[Repeat]:
        """The lines that recur so often, those with the largest share first; each once, for all texts if it can be."""
        limits = {
            "all": self._texts,
            "least": suspicion.least,
            "share": suspicion.share,
            "site_share": suspicion.site_share,
        }
        with as_os_errors():
            everywhere = list(self._found(_EVERYWHERE, limits))
            known = {_key(repeat.example) for repeat in everywhere}
            on_sites = (repeat for repeat in self._found(_ON_ONE_SITE, limits) if _key(repeat.example) not in known)
            return sorted([*everywhere, *on_sites], key=lambda repeat: (-repeat.records, -repeat.share, repeat.example))

    def _found(self, query: str, limits: dict[str, float]) -> Iterable[Repeat]:
        return map(Repeat._make, self._database.execute(_FOUND.format(found=query), limits))

    def _is_new(self, text: str) -> bool:
        return self._database.execute("INSERT OR IGNORE INTO texts VALUES (?)", (text_digest(text),)).rowcount > 0

    def _count(self, sighting: dict[str, object]) -> None:
        (records,) = self._database.execute(_COUNT_LINE, sighting).fetchone()
        if records > 1:  # the first sighting stands with the line itself
            self._database.execute("INSERT OR IGNORE INTO sightings VALUES (:digest, :site, :story)", sighting)


def _key(line: str) -> int:
    """Equal for lines that differ in case, width and figures alone."""
    (template,) = templates_of([fold(line)])
    digest = hashlib.blake2b(template.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
