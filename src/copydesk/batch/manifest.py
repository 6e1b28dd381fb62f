"""What a finished run says of itself, beside its files."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field, model_validator

from copydesk.article import SCHEMA_VERSION, Digest, Given, _Record
from copydesk.batch.plan import FinishedFile, Role
from copydesk.batch.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from copydesk.batch.plan import InputIdentity, RunPlan
    from copydesk.writing.names import RunNames


class Counts(_Record):
    """Inputs, and what became of them: `inputs` is the sum of the other three."""

    inputs: int = Field(ge=0)
    articles: int = Field(ge=0)
    rejections: int = Field(ge=0)
    duplicates: int = Field(ge=0)

    @model_validator(mode="after")
    def _balanced(self) -> Self:
        if self.inputs != self.articles + self.rejections + self.duplicates:
            message = "inputs must be articles, rejections and duplicates together"
            raise ValueError(message)
        return self


class OutputFile(_Record):
    """A file of the run, beside the manifest unless its name is a path."""

    name: Given
    role: Role
    records: int = Field(ge=0)
    bytes: int = Field(ge=0)
    sha256: Digest


class InputFiles(_Record):
    """What was read."""

    files: int = Field(ge=0)
    sha256: Digest = Field(description="of their paths, sizes and times of writing")


class Manifest(_Record):
    """What a run read, did and wrote."""

    schema_version: Literal[1] = SCHEMA_VERSION
    counts: Counts
    rejections: dict[str, int] = Field(description="by the first code of each")
    removed: dict[str, int] = Field(description="lines taken out of articles, by kind")
    inputs: InputFiles
    outputs: list[OutputFile]
    settings: dict[str, Any] = Field(description="all that the records depend on, besides the inputs")


def manifest_of(tally: Tally, finished: Iterable[FinishedFile], plan: RunPlan) -> Manifest:
    """The manifest of a run that has come to its end."""
    return Manifest(
        counts=Counts(
            inputs=tally.inputs, articles=tally.articles, rejections=tally.rejected, duplicates=tally.duplicates
        ),
        rejections=dict(sorted(tally.rejections.items())),
        removed=dict(sorted(tally.removed.items())),
        inputs=digest_of(plan.inputs),
        outputs=[
            OutputFile(
                name=output_name(plan.names, each),
                role=each.role,
                records=each.records,
                bytes=each.size,
                sha256=each.sha256,
            )
            for each in finished
        ],
        settings=dict(plan.settings),
    )


def output_name(names: RunNames, finished: FinishedFile) -> str:
    """What a manifest calls a file: its path from the manifest's own folder, where there is one."""
    return name_from(names.manifest.parent, names.path(finished.role, finished.number))


def name_from(folder: Path, path: Path) -> str:
    """What a manifest in `folder` calls a file; bytes that are no UTF-8 are spelt out."""
    try:
        name = os.path.relpath(path, folder)
    except ValueError:  # on another drive
        name = str(path)
    return name.encode("utf-8", "backslashreplace").decode()


def is_whole(manifest: Manifest, names: RunNames) -> bool:
    """Whether the files of a finished run are those of `names`, and all there with the size that they had."""
    first = output_name(names, FinishedFile("articles", 1, 0, 0, ""))
    if not manifest.outputs or manifest.outputs[0].name != first:
        return False
    paths = [(names.manifest.parent / output.name, output.bytes) for output in manifest.outputs]
    return all(path.is_file() and path.stat().st_size == size for path, size in paths)


def other_articles(manifest: Manifest, names: RunNames) -> list[Path]:
    """Files of articles that a manifest tells of, and that are there, which a run into `names` would not write."""
    ours = {*(names.shards() if names.sharded else [names.articles])}
    told = (names.manifest.parent / output.name for output in manifest.outputs if output.role == "articles")
    return [path for path in told if path not in ours and path.is_file()]


def tally_of(manifest: Manifest) -> Tally:
    """The counts of a finished run."""
    counts = manifest.counts
    return Tally(
        articles=counts.articles,
        duplicates=counts.duplicates,
        rejections=Counter(manifest.rejections),
        removed=Counter(manifest.removed),
    )


def digest_of(inputs: Iterable[InputIdentity]) -> InputFiles:
    """How many inputs there are, and a digest of which."""
    digest, files = hashlib.sha256(), 0
    for files, each in enumerate(inputs, 1):  # noqa: B007 - the last number is how many there are
        digest.update(json.dumps(each).encode() + b"\n")
    return InputFiles(files=files, sha256=digest.hexdigest())


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Write a manifest, and bring it to disk.

    Raises:
        OSError: that fails.
    """
    text = json.dumps(manifest.model_dump(), indent=2, ensure_ascii=False) + "\n"
    with path.open("wb") as file:
        file.write(text.encode("utf-8", "backslashreplace"))
        file.flush()
        os.fsync(file.fileno())


def read_manifest(path: Path) -> Manifest | None:
    """The manifest in a file; None where there is none that could be read."""
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except (OSError, ValueError):
        return None
