"""Scripts that are written without spaces between words, as other rooms ask for them."""

from __future__ import annotations

from typing import Final

FIRST_CJK: Final = "\u2e80"
"""The scripts of China, Japan and Korea stand above it."""

SOUTH_EAST_ASIAN: Final = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Thai, Lao, Burmese and Khmer, for a class of characters in an expression; a space in them parts sentences."""
