"""Files that hold many pages, compressed or not, to sources."""

from copydesk.reading.containers.opening import Records, read_records
from copydesk.reading.containers.records import (
    Damaged,
    EndsEarly,
    InputError,
    ReadingOptions,
    TooManyBytes,
    Unreadable,
)

__all__ = [
    "Damaged",
    "EndsEarly",
    "InputError",
    "ReadingOptions",
    "Records",
    "TooManyBytes",
    "Unreadable",
    "read_records",
]
