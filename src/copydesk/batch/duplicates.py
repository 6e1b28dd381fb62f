"""Articles that say what an article of the same run said before."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import TYPE_CHECKING

from copydesk.batch.database import as_os_errors
from copydesk.batch.ledger import as_duplicate

if TYPE_CHECKING:
    import sqlite3

    from copydesk.batch.ledger import LedgerEntry

DIGEST_BYTES = 16


def text_digest(text: str) -> bytes:
    """Equal for texts that differ only in white space, punctuation, case or width."""
    letters = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
    return hashlib.blake2b((letters or text).encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).digest()


class SeenTexts:
    """The texts of a run, in a table of a database; memory does not depend on their number.

    Raises:
        OSError: the database cannot be written.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        with as_os_errors():
            connection.execute("CREATE TABLE IF NOT EXISTS seen (digest BLOB PRIMARY KEY, id BLOB) WITHOUT ROWID")

    def marked(self, entry: LedgerEntry, digest: bytes | None) -> LedgerEntry:
        """The entry as it is; or, if its text was seen before, as the duplicate of the first article that had it.

        Args:
            entry: of any fate.
            digest: of the text, if it is an article.
        """
        if digest is None or entry.id is None:
            return entry
        with as_os_errors():
            if first := self._connection.execute("SELECT id FROM seen WHERE digest = ?", (digest,)).fetchone():
                return as_duplicate(entry, bytes(first[0]).hex())
            self._connection.execute("INSERT INTO seen VALUES (?, ?)", (digest, bytes.fromhex(entry.id)))
        return entry
