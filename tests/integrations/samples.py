"""The sample jobs, as modules and as processes."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from tests.integrations.feeds import in_order

if TYPE_CHECKING:
    import pyarrow as pa

TOP = Path(__file__).parents[2]
JOBS = TOP / "samples" / "jobs"


def job(name: str) -> dict[str, Any]:
    """What a sample job defines."""
    return runpy.run_path(str(JOBS / f"{name}.py"), run_name=name)


def python(code: str, *arguments: object, folder: Path) -> str:
    """What a program says that may import tests and sample jobs; it has to end well."""
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(TOP), str(JOBS)]), "PYSPARK_PYTHON": sys.executable},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def records(table: pa.Table) -> list[dict[str, Any]]:
    """Rows of a result as the records that they hold."""
    return [record_of(row) for row in table.to_pylist()]


def record_of(row: dict[str, Any]) -> dict[str, Any]:
    """The article or the rejection in a row."""
    if row["rejection"]:
        return dict(row["rejection"])
    record = {name: value for name, value in row.items() if name != "rejection"}
    record["removed"]["by_kind"] = dict(record["removed"]["by_kind"])
    return record


def filed(folder: Path) -> list[dict[str, Any]]:
    """The records in a folder of Parquet files, in the order of their rows."""
    return in_order(records(pq.read_table(folder)))
