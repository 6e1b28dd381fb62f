"""Spark: the records of a single process, also when a worker is killed."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.integrations.feeds import placeless

pytest.importorskip("pyspark", reason="needs copydesk[spark]")
pytest.importorskip("pyarrow", reason="needs copydesk[spark]")

from pyspark.sql.pandas.types import from_arrow_schema

from copydesk.integrations.arrow import result_schema
from tests.integrations.samples import filed, python

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integrations.feeds import Single


def has_java() -> bool:
    """Whether there is a Java that Spark 4 runs on."""
    if not (java := shutil.which("java")):
        return False
    said = subprocess.run([java, "-version"], stderr=subprocess.PIPE, text=True, check=False).stderr  # noqa: S603
    version = said.split('"')[1].split(".")[0] if '"' in said else ""
    return version.isdecimal() and int(version) >= 17


JOB = """
import sys, spark_job
from pyspark.sql import SparkSession
from copydesk.integrations.rows import NoPageColumn
from copydesk.integrations.spark import clean_dataframe
from tests.integrations.desks import KillingDesk

feeds, out = sys.argv[1:]
spark = SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false").getOrCreate()
spark_job.clean(spark, feeds, out + "/whole")
spark_job.clean(spark, feeds, out + "/killed", KillingDesk(victim="1111", seen=out + "/seen"))
table = spark.createDataFrame([(1, None, b"%PDF-1.7\\0"), (2, "x", None)], "id long, `a.b` string, content binary")
records = clean_dataframe(table)
print("codes:", [row.rejection.reasons[0].code for row in records.collect()])
print("schema:", records.schema.simpleString())
try:
    clean_dataframe(table.select("id"))
except NoPageColumn as error:
    print("refused:", error)
spark.stop()
"""


@pytest.mark.engine
@pytest.mark.skipif(not has_java(), reason="needs Java 17")
def test_a_data_frame_becomes_what_a_single_process_makes_of_it(tmp_path: Path, single: Single) -> None:
    expected = [placeless(record) for record in single.records]
    log = python(JOB, single.feeds, tmp_path, folder=tmp_path)
    assert filed(tmp_path / "whole") == expected
    assert (tmp_path / "seen").exists()  # a worker was killed: Spark tries its task again
    assert filed(tmp_path / "killed") == expected
    assert "codes: ['not_text', 'unreadable']" in log
    assert f"schema: {from_arrow_schema(result_schema()).simpleString()}" in log
    assert "refused: no column text or html or content or …, but id: say" in log
