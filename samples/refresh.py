"""Write samples/records/ anew: the record, or the rejection, of each page in samples/pages/.

    python samples/refresh.py

What git then shows as changed is what a change of the code did. Read it before you commit it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import copydesk

if TYPE_CHECKING:
    from copydesk.reading.source import SourceKind

SAMPLES = Path(__file__).parent
CLEANER = "copydesk"  # without the version, which changes more often than the records do


def record_of(path: Path) -> str:
    """The record of a page, as JSON that people can read."""
    kind: SourceKind = "html" if path.suffix == ".html" else "text"
    source = copydesk.Source(content=path.read_bytes(), name=path.name, kind=kind)
    (result,) = copydesk.Desk(keep_removed=True).run([source])
    record = result.model_dump(mode="json")
    if "provenance" in record:
        record["provenance"] |= {"cleaner": CLEANER, "rules": "-"}
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Run from the command line."""
    (SAMPLES / "records").mkdir(exist_ok=True)
    for path in sorted((SAMPLES / "pages").iterdir()):
        (SAMPLES / "records" / f"{path.name}.json").write_text(record_of(path), encoding="utf-8")


if __name__ == "__main__":
    main()
