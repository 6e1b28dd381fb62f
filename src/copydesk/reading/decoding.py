"""Bytes to text: what is certain first, then what the page declares if it fits, then a guess that says it is one."""

from __future__ import annotations

import codecs
import importlib
import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from copydesk.reading.plausibility import cost, known_codecs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
FIRST_FOREIGN = 48  # characters that show whether undoing a wrong decoding is worth trying on the whole text
DETECTION_BYTES = 65_536
SAMPLE_BYTES = 4_096
DECLARATION_BYTES = 1_024
PLAUSIBLE_BITS = 7.3  # a byte; text in its right codec costs 4 to 7, letters at random 7.4 and more
CERTAIN_BITS = 6.0  # a byte; a declared codec that does so well needs no comparison
PLAUSIBLE_CHARACTER_BITS = 12.0
DOUBT_BITS = 20.0  # a sample may cost so many more altogether: a single sign can be a rare one
COMMONEST = "cp1252"
PRIOR_BITS = 8.0  # what every other codec starts with, decisive where there are one or two foreign characters
WITNESS_DISCOUNT = 0.93
BAD_BYTES = 1_000  # one bad byte in so many is put up with
MOST_CONTROLS = 20  # one control character in so many is

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (  # offset, bytes, what it is
    (0, b"%PDF-", "a PDF document"),
    (0, b"\x89PNG\r\n", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"GIF87a", "a GIF image"),
    (0, b"GIF89a", "a GIF image"),
    (8, b"WEBP", "a WebP image"),
    (0, b"PK\x03\x04", "a zip archive"),
    (0, b"\x1f\x8b\x08", "gzip data"),
    (0, b"BZh91AY&SY", "bzip2 data"),
    (0, b"\xfd7zXZ\x00", "xz data"),
    (0, b"\x28\xb5\x2f\xfd", "zstandard data"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an OLE document"),
    (0, b"\x7fELF", "a program"),
    (0, b"OggS\x00", "Ogg media"),
    (4, b"ftypisom", "MP4 video"),
    (4, b"ftypmp42", "MP4 video"),
    (0, b"wOF2\x00", "a font"),
    (0, b"wOFF\x00", "a font"),
)
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b")
_BETWEEN_WORDS = bytes(code for code in range(0x40) if code not in b"0123456789")  # in no multi-byte character
_WORD_BYTES = bytes.maketrans(_BETWEEN_WORDS, b" " * len(_BETWEEN_WORDS))
_WINDOWS_1252 = {
    ord(character): code for code in range(0x80, 0xA0) for character in bytes([code]).decode("cp1252", "ignore")
}
_DECLARATION = re.compile(
    rb"""<meta[^<>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})|<\?xml[^<>]{0,100}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_TAG = re.compile(rb"<[^<>]{0,1000}>")
_BIG5_AS_BROWSERS = str.maketrans("•､‾∼♁☉¥¢£", "‧﹑¯～⊕⊙￥￠￡")  # where Python's big5hkscs differs, one code each
_SURROGATE = re.compile("[\ud800-\udfff]")
_FIRST_FOREIGN = re.compile(rf"[^\x00-\x7f][^\x00-\x7f]{{0,{FIRST_FOREIGN - 1}}}")  # one, then more: found faster so
_FOREIGN = re.compile(r"[^\x00-\x7f]{1,4096}")


class Decoded(NamedTuple):
    """Text, the codec it came in, and what had to be put up with.

    Attributes:
        text: the decoded input without a byte order mark.
        encoding: Python codec name, None where the input was a str.
        notes: (warning code, message).
    """

    text: str
    encoding: str | None
    notes: list[tuple[str, str]]


class Undecodable(ValueError):
    """No codec makes plausible text of the bytes."""


class NotText(ValueError):
    """The bytes are not text at all."""


def decode(content: str | bytes, declared: str | None = None) -> Decoded:
    """Decode a page.

    Args:
        content: a str is taken as it is, but for a byte order mark and lone surrogates.
        declared: the encoding that the transport stated, e.g. of the Content-Type header.

    Raises:
        NotText: the bytes are an image, an archive or other binary data.
        Undecodable: no codec makes plausible text of the bytes.
    """
    decoded = _decode_str(content) if isinstance(content, str) else _decode_bytes(content, declared)
    return _repaired(decoded)


def _decode_str(content: str) -> Decoded:
    text = content.removeprefix(BYTE_ORDER_MARK)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text, number = _SURROGATE.subn(REPLACEMENT, text)
        return Decoded(text, None, [("replaced_characters", f"{number} lone surrogates replaced")])
    return Decoded(text, None, [])


def _decode_bytes(content: bytes, declared: str | None) -> Decoded:
    for mark, codec in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _result(*_lenient(content[len(mark) :], codec), codec)
    if found := _utf16(content):
        return found
    _refuse_binary(content)
    return _utf8(content) or _as_declared(content, declared) or _as_detected(content)


def _refuse_binary(content: bytes) -> None:
    for offset, magic, name in _MAGIC:
        if content.startswith(magic, offset):
            message = f"the input is {name}"
            raise NotText(message)
    head = content[:SAMPLE_BYTES]
    controls = _controls(head)
    if controls * MOST_CONTROLS > len(head):
        message = f"{controls} of the first {len(head)} bytes are control characters"
        raise NotText(message)


def _controls(head: bytes) -> int:
    return len(head) - len(head.translate(None, _CONTROLS))


def _utf16(content: bytes) -> Decoded | None:
    """UTF-16 without a mark.

    ASCII characters leave zero bytes at every second place and nowhere else; where there are few of them, the text
    itself must be plausible.
    """
    head = content[:SAMPLE_BYTES]
    if not _controls(head):
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    dense = max(even, odd) * 3 > len(head) // 2 and min(even, odd) * 20 < max(even, odd)
    likelier = ("utf-16-le", "utf-16-be") if odd > even else ("utf-16-be", "utf-16-le")
    for codec in likelier[:1] if dense else likelier:
        text, replaced = _lenient(content, codec)
        if _tolerable(replaced, len(content)) and (dense or _plausible_text(text)):
            return _result(text, replaced, codec)
    return None


def _plausible_text(text: str) -> bool:
    sample = " ".join(_FOREIGN.findall(text[:SAMPLE_BYTES]))
    return bool(sample) and cost(sample) <= PLAUSIBLE_CHARACTER_BITS * len(sample)


def _utf8(content: bytes) -> Decoded | None:
    if b"\x1b" in content and (b"\x1b$" in content or b"\x1b(" in content):
        return None  # ISO-2022-JP is ASCII bytes with escapes
    try:
        return Decoded(content.decode("utf-8"), "utf-8", [])
    except UnicodeDecodeError as error:
        if error.end == len(content) and content[: error.start].isascii():
            return None  # a page that is ASCII but for its last bytes says nothing for UTF-8
    text, replaced = _lenient(content, "utf-8")
    multibyte = sum(map(len, _FOREIGN.findall(text))) - replaced
    if replaced * 20 > multibyte:
        return None
    return _result(text, replaced, "utf-8")


def _as_declared(content: bytes, declared: str | None) -> Decoded | None:
    """The codec that transport or page declares, where it leaves few bytes over and gives plausible text."""
    for codec in filter(None, (codec_of(declared), _declared_within(content))):
        text, replaced = _lenient(content, codec)
        if not _tolerable(replaced, len(content)):
            continue
        sample = _sample(content)
        if not sample:  # ISO-2022-JP and its like
            return _result(text, replaced, codec)
        if _suits(sample, codec):
            return _result(text, replaced, codec)
    return None


def _suits(sample: bytes, codec: str) -> bool:
    """Whether a declared codec makes text of the sample that hardly another codec makes better."""
    bits = _bits(sample, codec)
    if bits <= CERTAIN_BITS:
        return True
    best = min(other for other, _ in _candidates(sample))
    return bits <= min(_plausible_bits(sample), best + 1 + 3 * DOUBT_BITS / len(sample))


def _as_detected(content: bytes) -> Decoded:
    sample = _sample(content)
    if not sample:
        codec = "iso2022_jp" if b"\x1b" in content else "utf-8"
        return _result(*_lenient(content, codec), codec)
    for bits, codec in sorted(_candidates(sample, witness=_witness(content)), key=_by_bits):
        if bits > _plausible_bits(sample):
            break
        text, replaced = _lenient(content, codec)
        if _tolerable(replaced, len(content)):
            note = ("encoding_guessed", f"no encoding declared that fits; {codec} suits the bytes best")
            found = _result(text, replaced, codec)
            return found._replace(notes=[note, *found.notes])
    for codec in ("utf-16-le", "utf-16-be"):  # ideographs alone leave no zero bytes
        text, replaced = _lenient(content, codec)
        if _tolerable(replaced, len(content)) and _plausible_text(text):
            return _result(text, replaced, codec)
    message = "no encoding makes plausible text of the bytes"
    raise Undecodable(message)


def _by_bits(candidate: tuple[float, str]) -> float:
    return candidate[0]


def _candidates(sample: bytes, witness: str | None = None) -> Iterator[tuple[float, str]]:
    """Every codec with its cost in bits a byte, the likelier codec first where costs are equal."""
    for codec in dict.fromkeys([*known_codecs(), *([witness] if witness else [])]):
        yield _bits(sample, codec) * (WITNESS_DISCOUNT if codec == witness else 1), codec


def _bits(sample: bytes, codec: str) -> float:
    text = sample.decode(codec, _error_handler(codec))
    bits = cost(text, codec) + (0.0 if codec == COMMONEST else PRIOR_BITS)
    return bits / (len(sample) - sample.count(b" "))


def _plausible_bits(sample: bytes) -> float:
    return PLAUSIBLE_BITS + DOUBT_BITS / len(sample)


def _sample(content: bytes) -> bytes:
    """The words with bytes beyond ASCII: all that a codec has to explain, and no markup."""
    words = _TAG.sub(b" ", content[:DETECTION_BYTES]).translate(_WORD_BYTES).split()
    joined = b" ".join(word for word in words if not word.isascii())
    return joined if len(joined) <= SAMPLE_BYTES else joined[: joined.rfind(b" ", 0, SAMPLE_BYTES) + 1] or joined


def _tolerable(replaced: int, length: int) -> bool:
    return replaced * BAD_BYTES <= max(length, BAD_BYTES)


def _lenient(content: bytes, codec: str) -> tuple[str, int]:
    """The text, and how many characters of it stand for bytes that the codec cannot decode.

    An unfinished character at the very end is left out and counted.
    """
    decoder = codecs.getincrementaldecoder(codec)(_error_handler(codec))
    text = decoder.decode(content)
    if codec == "big5hkscs":
        text = text.translate(_BIG5_AS_BROWSERS)
    cut = decoder.getstate()[0]
    if codec == "gb18030" and cut.startswith(b"\x80"):  # the euro sign and digits, not the start of a character
        text, cut = text + cut.decode(codec, _error_handler(codec)), b""
    return text, text.count(REPLACEMENT) + bool(cut)


@cache
def _error_handler(codec: str) -> str:
    if codec not in {"gb18030", "big5hkscs"}:
        return "replace"
    codecs.register_error("copydesk_euro", _euro_or_replacement)
    return "copydesk_euro"


def _euro_or_replacement(error: UnicodeError) -> tuple[str, int]:
    """The euro sign of code pages 936 and 950, as browsers read it, or a replacement character."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    found = error.object[error.start : error.start + 2]
    if error.encoding == "gb18030" and found.startswith(b"\x80"):
        return "€", error.start + 1
    if error.encoding == "big5hkscs" and found == b"\xa3\xe1":
        return "€", error.start + 2
    return REPLACEMENT, error.start + 1


def _result(text: str, replaced: int, codec: str) -> Decoded:
    notes = [("replaced_characters", f"not decodable as {codec}, replaced or left out: {replaced}")] if replaced else []
    return Decoded(text.removeprefix(BYTE_ORDER_MARK), codec, notes)


@cache
def _labels() -> dict[str, str]:
    source = resources.files(__package__).joinpath("data", "encodings.toml")
    table: dict[str, list[str]] = tomllib.loads(source.read_text(encoding="utf-8"))["labels"]
    return {label: codec for codec, labels in table.items() for label in labels}


def codec_of(label: str | None) -> str | None:
    """The Python codec for an encoding label; None for none, and for one that is not known."""
    return _labels().get(label.strip().strip("\"'").lower()) if label else None


def _declared_within(content: bytes) -> str | None:
    match = _DECLARATION.search(content, 0, DECLARATION_BYTES)
    if not match:
        return None
    codec = codec_of((match[1] or match[2]).decode("ascii"))
    return None if codec in {"utf-16-le", "utf-16-be"} else codec  # it could not have been read


def detector_name() -> str | None:
    """What is asked for the encoding of pages that do not show it; None where nothing is installed."""
    detect = _detector()
    return detect and detect.__module__.partition(".")[0]


@cache
def _detector() -> Callable[[bytes], dict[str, object]] | None:
    """The `detect` of faust-cchardet or of chardet 7, where one is installed; older chardets are too slow."""
    for name in ("cchardet", "chardet"):
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        if name == "cchardet" or int(str(getattr(module, "__version__", "0")).partition(".")[0]) >= 7:  # noqa: PLR2004
            detect: Callable[[bytes], dict[str, object]] = module.detect
            return detect
    return None


def _witness(content: bytes) -> str | None:
    """What an installed detector takes the bytes for."""
    detect = _detector()
    if detect is None:
        return None
    label = detect(_TAG.sub(b" ", content[:DETECTION_BYTES])).get("encoding")
    return codec_of(label) if isinstance(label, str) else None


def _repaired(decoded: Decoded) -> Decoded:
    """Undo UTF-8 that was read as GBK or Windows-1252 before it came here, where the whole text says so."""
    first = _FIRST_FOREIGN.search(decoded.text)
    if first is None:
        return decoded
    for name, encode in (("gb18030", _gb18030_bytes), ("cp1252", _cp1252_bytes)):
        if _as_utf8(first[0], encode, final=len(first[0]) < FIRST_FOREIGN) is None:
            continue
        text = _as_utf8(decoded.text, encode, final=True)
        if text is not None and _clearly_better(text, decoded.text):
            note = ("encoding_repaired", f"UTF-8 text that had been read as {name} was read again")
            return Decoded(text.removeprefix(BYTE_ORDER_MARK), decoded.encoding, [*decoded.notes, note])
    return decoded


def _gb18030_bytes(text: str) -> bytes:
    return text.encode("gb18030")


def _cp1252_bytes(text: str) -> bytes:
    return text.translate(_WINDOWS_1252).encode("latin-1")


def _as_utf8(text: str, encode: Callable[[str], bytes], *, final: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder("utf-8")("strict").decode(encode(text), final)
    except UnicodeError:
        return None


def _clearly_better(after: str, before: str) -> bool:
    """Fewer characters, and likelier ones: half of what the text costs goes away."""
    foreign = _FOREIGN.findall(after[:DETECTION_BYTES])
    if sum(map(len, foreign)) < 3:  # noqa: PLR2004
        return False
    old = _FOREIGN.findall(before[:DETECTION_BYTES])
    return cost(" ".join(foreign)) < 0.7 * cost(" ".join(old))
