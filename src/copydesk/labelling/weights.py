"""The file of weights: what was learned for pages of text and of HTML, and from which chance on a line is body."""

from __future__ import annotations

import hashlib
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from copydesk.labelling.features.table import feature_names
from copydesk.labelling.forest import Forest

if TYPE_CHECKING:
    from copydesk.page import PageKind

Favor = Literal["balanced", "precision", "recall"]
"""What a decision leans to: neither, leaving furniture out, or keeping text in."""

Chance = Annotated[float, Field(ge=0.0, le=1.0)]
SHIPPED = "shipped"


class BrokenWeights(ValueError):
    """A file of weights that cannot be used; the message names the file."""


class Learned(BaseModel):
    """What was learned for one kind of page.

    Attributes:
        thresholds: the chance that makes a line body text, for each leaning.
        forest: tells the chances.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    thresholds: dict[Favor, Chance]
    forest: Forest


class Weights(BaseModel):
    """All that was learned."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: Literal[1] = 1
    text: Learned
    html: Learned

    @model_validator(mode="after")
    def _features_exist(self) -> Self:
        for kind in ("text", "html"):
            learned: Learned = getattr(self, kind)
            if unknown := sorted(set(learned.forest.features) - set(feature_names(kind))):
                message = f"{kind}: no such feature: {', '.join(unknown)}"
                raise ValueError(message)
        return self

    @cached_property
    def digest(self) -> str:
        """16 hexadecimal digits that change with any weight."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]

    def of(self, kind: PageKind) -> Learned:
        """What was learned for pages of this kind."""
        return self.html if kind == "html" else self.text


def read_weights(content: bytes, name: str) -> Weights:
    """Read and check weights.

    Args:
        content: JSON, UTF-8.
        name: what errors call it.

    Raises:
        BrokenWeights: not JSON, or not such weights.
    """
    try:
        return Weights.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        message = f"{name}: {place}: {first['msg']}" if place else f"{name}: {first['msg']}"
        raise BrokenWeights(message) from error


def read_weights_file(path: str | Path) -> Weights:
    """Read a user's weights.

    Raises:
        BrokenWeights: the file cannot be read, or holds no weights.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        message = f"{path}: {error.strerror}"
        raise BrokenWeights(message) from error
    return read_weights(content, str(path))


@cache
def shipped_weights() -> Weights:
    """The weights of this package."""
    file = resources.files("copydesk.labelling") / "data" / "weights.json"
    return read_weights(file.read_bytes(), SHIPPED)
