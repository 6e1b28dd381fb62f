"""Clean JSON lines with Spark: articles and rejections in one table, told apart by the column `rejection`.

pip install 'copydesk[spark]'                      # and Java 17
python samples/jobs/spark_job.py pages/ out/

The workers need copydesk, too; PYSPARK_PYTHON says which Python they run.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from pyspark.sql import SparkSession

from copydesk.integrations.spark import clean_dataframe

if TYPE_CHECKING:
    from copydesk import Desk


def clean(spark: SparkSession, pages: str, out: str, desk: Desk | None = None) -> None:
    """Read lines as text, so that one which is no JSON is a rejection, and not null."""
    records = clean_dataframe(spark.read.text(pages), desk, jsonl_field="value")
    records.write.parquet(out, mode="overwrite")


def main(pages: str, out: str) -> None:
    """A task that fails is tried four times, as on a cluster; `local[2]` would try once."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false").getOrCreate()
    clean(spark, pages, out)
    spark.read.parquet(out).groupBy("rejection.reasons.code").count().show(truncate=False)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
