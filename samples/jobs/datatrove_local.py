"""Clean a folder of pages with datatrove; what is done stays done when the job is started again.

pip install 'copydesk[datatrove]'
python samples/jobs/datatrove_local.py pages/ out/

`LocalPipelineExecutor` may be `SlurmPipelineExecutor` or `RayPipelineExecutor`, with the same pipeline.
"""

from __future__ import annotations

import sys

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.writers import JsonlWriter

from copydesk import Desk
from copydesk.integrations.datatrove import CopydeskClean, PageReader, record


def main(pages: str, out: str) -> None:
    """A task for every fourth file; each of them is done whole, or again."""
    pipeline = [
        PageReader(pages),  # JSON lines, WARC, CSV, Parquet, single pages
        CopydeskClean(JsonlWriter(f"{out}/rejected", adapter=record), Desk(min_chars=25)),
        JsonlWriter(f"{out}/articles", adapter=record),
    ]
    LocalPipelineExecutor(pipeline, tasks=4, workers=2, logging_dir=f"{out}/logs").run()


if __name__ == "__main__":
    main(*sys.argv[1:])
