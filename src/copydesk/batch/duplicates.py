"""Articles that say what an article of the same run said before."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import TYPE_CHECKING

from copydesk.batch.database import as_os_errors
from copydesk.batch.ledger import as_duplicate

if TYPE_CHECKING:
    import sqlite3

    from copydesk.batch.filing import Filed

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

    def marked(self, filed: Filed) -> Filed:
        """As it is; or, if its text was seen before, as the duplicate of the first article that had it."""
        if filed.digest is None or filed.entry.id is None:
            return filed
        with as_os_errors():
            query = self._connection.execute("SELECT id FROM seen WHERE digest = ?", (filed.digest,))
            if first := query.fetchone():
                return filed._replace(entry=as_duplicate(filed.entry, bytes(first[0]).hex()))
            row = (filed.digest, bytes.fromhex(filed.entry.id))
            self._connection.execute("INSERT INTO seen VALUES (?, ?)", row)
        return filed
