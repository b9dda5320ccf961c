"""Files that are kept with the record: recognised by their bytes, cleaned of what they tell besides.

A photograph often says where and when it was taken and with which camera; a document, who wrote
it. `clean` takes that out before anything is kept. Pictures are not compressed again: the segments
that hold such data are dropped and the picture itself stays byte for byte. How it is turned is
kept, in an Exif block that holds that one number and nothing else; colour profiles stay.

Formats: JPEG (ITU-T T.81, JFIF 1.02, Exif 2.32), PNG (third edition), GIF 89a, WebP (RFC 9649),
PDF (ISO 32000-1).
"""

from __future__ import annotations

import re
import struct
import warnings
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_BYTES: Final = 25_000_000
MOST_PIXELS: Final = 120_000_000
MOST_OBJECTS: Final = 200_000
"""In a PDF; more is not a document that somebody wrote or scanned."""

EXIF: Final = N_("camera, lens and time (EXIF)")
PLACE: Final = N_("the place (GPS)")
XMP: Final = N_("description and history of changes (XMP)")
IPTC: Final = N_("caption, author and editor’s notes (IPTC)")
COMMENT: Final = N_("comments")
THUMBNAIL: Final = N_("a small preview")
TRAILER: Final = N_("data that followed the picture")
OTHER: Final = N_("data of other programs")
AUTHOR: Final = N_("author, title, program and dates")
FILE_ID: Final = N_("the document’s identifier")

_TURNED: Final = 0x0112
_GPS: Final = 0x8825
_FF: Final = 0xFF
_END, _SCAN, _COM = 0xD9, 0xDA, 0xFE
_APP0, _APP1, _APP2, _APP13, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xEF
_JPEG_ALONE: Final = {0x01, *range(0xD0, 0xD8)}
_LENGTH: Final = 2
_ADOBE: Final = 12
_GIF_END, _GIF_IMAGE, _GIF_MORE, _GIF_CONTROL, _GIF_APP = 0x3B, 0x2C, 0x21, 0xF9, 0xFF
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD pHYs acTL fcTL fdAT".split()
)
_PNG_REMOVED: Final = {b"eXIf": EXIF, b"tEXt": COMMENT, b"zTXt": COMMENT, b"tIME": EXIF}
_ALPHA: Final = b"\x41LPH"
_WEBP_KEPT: Final = frozenset((b"VP8X", b"VP8 ", b"VP8L", _ALPHA, b"ANIM", b"ANMF", b"ICCP"))
_GIF_LOOPS: Final = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
_HEIF: Final = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"))  # fmt: skip
_TEXT_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_UNTIDY: Final = (
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
    struct.error,
)
"""What reading an untidy PDF may raise besides the library's own errors."""
_PICTURES: Final = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
}


class AttachmentRefusedError(KinholdError):
    """A file cannot be kept as it is; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file as it is to be kept.

    Attributes:
        content: its bytes.
        media: its media type (RFC 6838), found from the bytes and not from a name.
        removed: what was taken out, in words; empty where nothing was.
        said: sentences for the person, such as what could not be taken out.
    """

    content: bytes
    media: str
    removed: tuple[str, ...]
    said: tuple[str, ...] = ()


@dataclass(slots=True)
class _Parts:
    """What stays of a file, and what was found that does not."""

    kept: list[bytes] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def drop(self, *words: str) -> None:
        self.removed += words


def recognise(content: bytes) -> str:
    """Return the media type a file's own bytes speak for; `application/octet-stream` if none."""
    for start, media in (
        (b"\xff\xd8\xff", "image/jpeg"),
        (_PNG, "image/png"),
        (b"GIF87a", "image/gif"),
        (b"GIF89a", "image/gif"),
        (b"PK\x03\x04", "application/zip"),
    ):
        if content.startswith(start):
            return media
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if b"%PDF-" in content[:1024]:
        return "application/pdf"
    if content[4:8] == b"ftyp":
        return "image/heic" if content[8:12] in _HEIF else "video/mp4"
    return "text/plain" if _is_text(content) else "application/octet-stream"


def clean(content: bytes, *, keep_metadata: bool) -> Cleaned:
    """Return a file as it is to be kept.

    Args:
        content: the file as it was given.
        keep_metadata: keep every byte, for evidence in which they matter; limits still hold.

    Raises:
        AttachmentRefusedError: for a file that is empty, too large, damaged or locked.
    """
    if not content:
        raise AttachmentRefusedError(_("This file is empty. Choose it again."))
    if len(content) > MOST_BYTES:
        raise AttachmentRefusedError(
            _(
                "This file has {size:.0f} MB; up to {most_bytes} MB can be kept. Make it smaller, "
                "or split it."
            ).format(size=len(content) / 1e6, most_bytes=MOST_BYTES // 1000000)
        )
    media = recognise(content)
    if media in _PICTURES:
        turned, hidden = _looked_at(content, _PICTURES[media])
        if not keep_metadata:
            return _picture(content, media, turned, hidden)
    if media == "application/pdf" and not keep_metadata:
        return _pdf(content)
    return Cleaned(content, media, (), () if keep_metadata else _as_given(media))


def _as_given(media: str) -> tuple[str, ...]:
    if media == "text/plain":
        return ()
    kind = {
        "image/heic": _("HEIC or AVIF picture"),
        "video/mp4": _("film or sound file"),
        "application/zip": _("archive or office document"),
    }.get(media, _("file"))
    said = _(
        "This {kind} is kept exactly as it was given. What it may tell besides, such as "
        "place, time or author, cannot be taken out here. To be without it, save it as JPEG "
        "or PDF first."
    ).format(kind=kind)
    return (said,)


# -- pictures ----------------------------------------------------------------------------------


def _looked_at(content: bytes, form: str) -> tuple[int, list[str]]:
    """Check a picture's size before anything is unpacked; return how it is turned, and what it hides."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its limit is lower than ours, and some Exif is untidy
        try:
            picture = Image.open(BytesIO(content), formats=[form])
            pixels = picture.width * picture.height
        except Image.DecompressionBombError:
            pixels = MOST_PIXELS + 1
        except (OSError, SyntaxError, ValueError, struct.error):
            raise _damaged() from None
        if pixels > MOST_PIXELS:
            raise AttachmentRefusedError(
                _(
                    "This picture has more than {most_pixels} million points. Save it smaller and choose "
                    "it again."
                ).format(most_pixels=MOST_PIXELS // 1000000)
            )
        return _exif_of(picture)


def _exif_of(picture: Any) -> tuple[int, list[str]]:  # noqa: ANN401 - imported inside functions
    try:
        exif = picture.getexif()
        turned = int(exif.get(_TURNED, 1))
        hidden = [PLACE] if exif.get_ifd(_GPS) else []
        hidden += [THUMBNAIL] if exif.get_ifd(1) else []
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, struct.error, ZeroDivisionError):
        return 1, []
    return (turned if turned in range(2, 9) else 1), hidden


def _picture(content: bytes, media: str, turned: int, hidden: list[str]) -> Cleaned:
    take_apart: Callable[[bytes, int, _Parts], None] = {
        "image/jpeg": _jpeg,
        "image/png": _png,
        "image/gif": _gif,
        "image/webp": _webp,
    }[media]
    parts = _Parts()
    try:
        take_apart(content, turned, parts)
    except (IndexError, struct.error, zlib.error, ValueError):
        raise _damaged() from None
    found = [*parts.removed, *(hidden if EXIF in parts.removed else [])]
    return Cleaned(b"".join(parts.kept), media, tuple(map(_, dict.fromkeys(found))))


def _damaged() -> AttachmentRefusedError:
    return AttachmentRefusedError(
        _(
            "This picture is damaged or cut short, so nothing was kept. Open it, save it again, "
            "and choose the new file."
        )
    )


def _only_turned(turned: int) -> bytes:
    """The smallest Exif (a TIFF header and one field) that says how a picture is turned."""
    return b"MM\x00\x2a" + struct.pack(">IHHHIHHI", 8, 1, _TURNED, 3, 1, turned, 0, 0)


def _jpeg(content: bytes, turned: int, parts: _Parts) -> None:
    parts.kept.append(b"\xff\xd8")
    at, told = 2, turned == 1
    while True:
        while content[at + 1] == _FF:  # fill bytes
            at += 1
        if content[at] != _FF:
            raise ValueError
        marker = content[at + 1]
        if marker == _END:  # end of the picture
            parts.kept.append(content[at : at + 2])
            parts.drop(*([TRAILER] if content[at + 2 :].strip(b"\x00") else []))
            return
        if marker in _JPEG_ALONE:
            parts.kept.append(content[at : at + 2])
            at += 2
            continue
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        segment = content[at:end]
        if length < _LENGTH or len(segment) != length + _LENGTH:
            raise ValueError
        parts.kept.append(_jpeg_segment(marker, segment, parts))
        if not told and marker in (_APP0, _APP1):
            body = b"Exif\x00\x00" + _only_turned(turned)
            parts.kept.append(b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body)
            told = True
        at = end
        if marker == _SCAN:  # start of a scan: everything up to the next marker is the picture
            at = _end_of_scan(content, end)
            parts.kept.append(content[end:at])


def _end_of_scan(content: bytes, at: int) -> int:
    while True:
        at = content.index(b"\xff", at)
        if content[at + 1] not in (0x00, _FF, *range(0xD0, 0xD8)):
            return at
        at += 1 if content[at + 1] == _FF else 2


def _jpeg_segment(marker: int, segment: bytes, parts: _Parts) -> bytes:
    """What stays of a segment: all of it, a part, or nothing."""
    body = segment[4:]
    if marker == _COM:
        parts.drop(COMMENT)
        return b""
    if not _APP0 <= marker <= _APP15:
        return segment
    if marker == _APP0 and body.startswith(b"JFIF\x00"):
        if body[12:14] != b"\x00\x00":
            parts.drop(THUMBNAIL)
        return b"\xff\xe0\x00\x10" + body[:12] + b"\x00\x00"
    if marker == _APP2 and body.startswith(b"ICC_PROFILE\x00"):
        return segment
    if marker == _APP14 and body.startswith(b"Adobe") and len(body) >= _ADOBE:
        return b"\xff\xee\x00\x0e" + body[:_ADOBE]  # how colours are stored, and nothing after it
    parts.drop(_app_words(marker, body))
    return b""


def _app_words(marker: int, body: bytes) -> str:
    if body.startswith((b"http://ns.adobe.com/", b"http://ns.adobe.com")):
        return XMP
    if body.startswith(b"Exif"):
        return EXIF
    if body.startswith(b"JFXX"):
        return THUMBNAIL
    return IPTC if marker == _APP13 else OTHER


def _png(content: bytes, turned: int, parts: _Parts) -> None:
    parts.kept.append(_PNG)
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        (length,) = struct.unpack_from(">I", content, at)
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        (check,) = struct.unpack_from(">I", content, at + 8 + length)
        if check != zlib.crc32(kind + data):
            raise ValueError
        at += 12 + length
        if kind == b"iTXt":
            parts.drop(XMP if data.startswith(b"XML:com.adobe.xmp") else COMMENT)
        elif kind not in _PNG_KEPT:
            parts.drop(_PNG_REMOVED.get(kind, OTHER))
        elif kind == b"iCCP":
            parts.kept.append(_chunk(kind, b"icc" + data[data.index(b"\x00") :]))
        else:
            parts.kept.append(_chunk(kind, data))
            if kind == b"IHDR" and turned != 1:
                parts.kept.append(_chunk(b"eXIf", _only_turned(turned)))
    parts.drop(*([TRAILER] if content[at:].strip(b"\x00") else []))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _gif(content: bytes, _turned: int, parts: _Parts) -> None:
    at = 13 + (3 << ((content[10] & 7) + 1) if content[10] & 0x80 else 0)
    parts.kept.append(content[:at])
    while content[at] != _GIF_END:
        start = at
        if content[at] == _GIF_IMAGE:
            local = content[at + 9]
            at = _end_of_blocks(content, at + 11 + (3 << ((local & 7) + 1) if local & 0x80 else 0))
            parts.kept.append(content[start:at])
            continue
        if content[at] != _GIF_MORE:
            raise ValueError
        label, at = content[at + 1], _end_of_blocks(content, at + 2)
        name = content[start + 3 : start + 14]
        if label == _GIF_CONTROL or (label == _GIF_APP and name in _GIF_LOOPS):
            parts.kept.append(content[start:at])
        else:
            parts.drop({0xFE: COMMENT}.get(label, XMP if name.startswith(b"XMP") else OTHER))
    parts.kept.append(b";")
    parts.drop(*([TRAILER] if content[at + 1 :].strip(b"\x00") else []))


def _end_of_blocks(content: bytes, at: int) -> int:
    while content[at]:
        at += content[at] + 1
    return at + 1


def _webp(content: bytes, turned: int, parts: _Parts) -> None:
    (size,) = struct.unpack_from("<I", content, 4)
    if size + 8 > len(content):
        raise ValueError
    chunks = _webp_chunks(content[12 : size + 8], parts)
    if chunks and chunks[0][0] == b"VP8X":
        flags = (chunks[0][1][0] & ~0x0C) | (0x08 if turned != 1 else 0)
        chunks[0] = (b"VP8X", bytes([flags]) + chunks[0][1][1:])
        if turned != 1:
            chunks.append((b"EXIF", _only_turned(turned)))
    body = b"".join(_riff(kind, data) for kind, data in chunks)
    parts.kept.append(b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body)
    parts.drop(*([TRAILER] if content[size + 8 :].strip(b"\x00") else []))


def _webp_chunks(body: bytes, parts: _Parts) -> list[tuple[bytes, bytes]]:
    chunks, at = [], 0
    while at < len(body):
        kind = body[at : at + 4]
        (length,) = struct.unpack_from("<I", body, at + 4)
        data = body[at + 8 : at + 8 + length]
        if len(data) != length:
            raise ValueError
        at += 8 + length + length % 2
        if kind == b"ANMF":
            inner = _webp_chunks(data[16:], parts)
            data = data[:16] + b"".join(_riff(k, d) for k, d in inner)
        if kind in _WEBP_KEPT:
            chunks.append((kind, data))
        else:
            parts.drop({b"EXIF": EXIF, b"XMP ": XMP}.get(kind, OTHER))
    return chunks


def _riff(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + b"\x00" * (len(data) % 2)


def _is_text(content: bytes) -> bool:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return not _TEXT_CONTROLS.search(content.decode(encoding))
    except UnicodeDecodeError:
        return False


# -- documents ---------------------------------------------------------------------------------


def _pdf(content: bytes) -> Cleaned:
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise AttachmentRefusedError(
                _("This PDF is locked with a password. Save a copy without one, and choose that.")
            )
        parts = _Parts()
        parts.drop(*([AUTHOR] if reader.metadata else []))
        parts.drop(*([FILE_ID] if "/ID" in reader.trailer else []))
        signed = b"/ByteRange" in content
        writer = PdfWriter(clone_from=reader)
        if len(writer._objects) > MOST_OBJECTS:  # noqa: SLF001 - the library counts them nowhere else
            raise AttachmentRefusedError(
                _("This PDF is too involved to be kept. Print it to a new PDF.")
            )
        for part in writer._objects:  # noqa: SLF001 - the same
            _clean_pdf_part(part, parts)
        writer.metadata = None
        writer._ID = None  # noqa: SLF001 - there is no other way to leave it out
        _drop_what_nothing_uses(writer)
        out = BytesIO()
        writer.write(out)
    except (PyPdfError, OSError, ArithmeticError, LookupError, *_UNTIDY):
        raise AttachmentRefusedError(
            _(
                "This PDF is damaged or unusual and cannot be cleaned. Print it to a new PDF, or "
                "keep it exactly as it is."
            )
        ) from None
    broken = _(
        "This PDF was signed. Taking data out of it breaks that signature; keep it as it is "
        "if the signature matters."
    )
    return Cleaned(
        out.getvalue(),
        "application/pdf",
        tuple(map(_, dict.fromkeys(parts.removed))),
        (broken,) if signed else (),
    )


def _drop_what_nothing_uses(writer: Any) -> None:  # noqa: ANN401 - imported inside functions
    """Drop what only pointed-at data pointed at, too: as often as it takes."""
    before = -1
    while before != (now := sum(part is not None for part in writer._objects)):  # noqa: SLF001 - as above
        before = now
        writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)


def _clean_pdf_part(part: Any, parts: _Parts) -> None:  # noqa: ANN401 - imported inside functions
    """Take XMP, private data of programs and dates out of one object, and what its photograph tells."""
    from pypdf.generic import DictionaryObject, StreamObject

    if not isinstance(part, DictionaryObject):
        return
    for key, words in (
        ("/Metadata", XMP),
        ("/PieceInfo", OTHER),
        ("/LastModified", AUTHOR),
    ):
        if key in part:
            del part[key]
            parts.drop(words)
    if isinstance(part, StreamObject) and part.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
        photograph = _Parts()
        try:
            _jpeg(part._data, 1, photograph)  # noqa: SLF001 - the bytes as they stand, not decoded
        except (IndexError, struct.error, ValueError):
            return
        part._data = b"".join(photograph.kept)  # noqa: SLF001 - the same
        parts.drop(*photograph.removed)
