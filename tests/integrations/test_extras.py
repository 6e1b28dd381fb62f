"""What is not installed is said in one line, and nothing is loaded that was not asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603
    return (done.stdout + done.stderr).strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("module", "missing", "message"),
    [
        ("scrapy", "scrapy", "Scrapy needs an extra: pip install 'copydesk[scrapy]'"),
        ("datatrove", "datatrove", "datatrove needs an extra: pip install 'copydesk[datatrove]'"),
        ("arrow", "pyarrow", "Arrow needs an extra: pip install 'copydesk[arrow]'"),
        ("spark", "pyarrow", "Arrow needs an extra: pip install 'copydesk[arrow]'"),
    ],
)
def test_a_missing_engine_is_told_in_one_line(module: str, missing: str, message: str) -> None:
    use = {"arrow": "door.result_schema()", "spark": "door.result_ddl()"}.get(module, "")
    code = f"import sys; sys.modules['{missing}'] = None; from copydesk.integrations import {module} as door; {use}"
    assert python(code) == f"copydesk.extras.MissingExtra: {message}"


@pytest.mark.parametrize("module", ["arrow", "ray", "spark", "huggingface", "rows"])
def test_a_door_loads_no_engine_before_it_is_used(module: str) -> None:
    code = f"import sys, copydesk.integrations.{module}; print(*sys.modules)"
    assert {"ray", "pyspark", "datasets", "pyarrow", "pandas"} & set(python(code).split()) == set()


def test_copydesk_itself_loads_none_of_them() -> None:
    code = "import sys, copydesk; copydesk.Desk; copydesk.clean; print(*sys.modules)"
    assert [name for name in python(code).split() if name.startswith("copydesk.integrations")] == []
