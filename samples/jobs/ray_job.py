"""Clean JSON lines with Ray Data: articles and rejections in one table, told apart by the column `rejection`.

pip install 'copydesk[ray]'
python samples/jobs/ray_job.py pages/ out/

The workers need copydesk, too. `out/` is to be new: what stands there already stays beside what is written.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import ray

from copydesk.integrations.ray import clean_dataset

if TYPE_CHECKING:
    from copydesk import Desk


def clean(pages: str, out: str, desk: Desk | None = None) -> None:
    """Read lines as text, for a line that is no JSON would end the job in `read_json`."""
    clean_dataset(ray.data.read_text(pages), desk, jsonl_field="text").write_parquet(out)


def main(pages: str, out: str) -> None:
    """On this machine, or on the cluster that RAY_ADDRESS names."""
    clean(pages, out)
    print(ray.data.read_parquet(out, columns=["id"]).count(), "pages on record")  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
