"""Ray Data: the records of a single process, also when a worker is killed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integrations.feeds import placeless

pytest.importorskip("ray", reason="needs copydesk[ray]")
pytest.importorskip("pyarrow", reason="needs copydesk[ray]")

from tests.integrations.samples import filed, python

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integrations.feeds import Single

pytestmark = pytest.mark.engine

JOB = """
import sys, ray, ray_job
from copydesk.integrations.ray import clean_dataset
from copydesk.integrations.rows import NoPageColumn
from tests.integrations.desks import KillingDesk

feeds, out = sys.argv[1:]
ray.init(num_cpus=2, include_dashboard=False)
ray_job.clean(feeds, out + "/whole")
ray_job.clean(feeds, out + "/killed", KillingDesk(victim="1111", seen=out + "/seen"))
try:
    clean_dataset(ray.data.from_items([{"id": 1}]))
except NoPageColumn as error:
    print("refused:", error)
"""


def test_a_dataset_becomes_what_a_single_process_makes_of_it(tmp_path: Path, single: Single) -> None:
    expected = [placeless(record) for record in single.records]
    log = python(JOB, single.feeds, tmp_path, folder=tmp_path)
    assert filed(tmp_path / "whole") == expected
    assert (tmp_path / "seen").exists()  # a worker was killed: Ray starts another, which does its batches again
    assert filed(tmp_path / "killed") == expected
    assert "refused: no column text or html or content or …, but id: say" in log
