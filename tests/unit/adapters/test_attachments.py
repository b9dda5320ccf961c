"""Photographs and letters are kept without the place, the camera, the author and the small print."""

from __future__ import annotations

import re
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms, ImageOps, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject

from kinhold.adapters import attachments
from kinhold.adapters.attachments import AttachmentRefusedError, clean, recognise

SECRETS = (b"SECRETCAM", b"SECRETNAME", b"SECRETTOWN", b"51.5033", b"2026:10:31")
XMP = b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta xmlns:x='adobe:ns:meta/'>SECRETTOWN</x:xmpmeta>"
IPTC = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x0c\x1c\x02\x5a\x00\x0aSECRETTOWN"


def picture(size=(48, 32), mode="RGB"):
    made = Image.new("RGB", size, (200, 60, 30))
    made.paste((20, 90, 160), (0, 0, size[0] // 2, size[1] // 3))
    return made.convert(mode)


def exif(turned=1):
    made = Image.Exif()
    made[0x010F] = "SECRETCAM"
    made[0x0132] = "2026:10:31 08:10:00"
    made[0x013B] = "SECRETNAME"
    if turned != 1:
        made[0x0112] = turned
    made.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 12.0), 3: "W", 4: (0.0, 7.0, 39.0)})
    return made


def saved(image, form, **options):
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def segment(marker, body):
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def photograph(turned=1, **options):
    """A photograph as a telephone makes it: Exif with a place, XMP, IPTC, a comment, a film after it."""
    plain = saved(picture(), "JPEG", exif=exif(turned), quality=88, **options)
    extra = segment(0xE1, XMP) + segment(0xED, IPTC) + segment(0xFE, b"SECRETNAME was here")
    return plain[:2] + extra + plain[2:] + b"ftypmp42 SECRETTOWN"


def pixels(content):
    return ImageOps.exif_transpose(Image.open(BytesIO(content))).convert("RGBA").tobytes()


def traces(content):
    return [secret for secret in SECRETS if secret in content]


def test_a_photograph_says_nothing_of_place_camera_author_or_time():
    given = photograph()
    kept = clean(given, keep_metadata=False)

    assert traces(given)
    assert traces(kept.content) == []
    assert b"Exif" not in kept.content
    assert not Image.open(BytesIO(kept.content)).getexif()


def test_it_is_said_what_was_taken_out_of_a_photograph():
    kept = clean(photograph(), keep_metadata=False)

    assert kept.media == "image/jpeg"
    assert set(kept.removed) >= {
        attachments.EXIF, attachments.PLACE, attachments.XMP, attachments.IPTC,
        attachments.COMMENT, attachments.TRAILER,
    }  # fmt: skip


@pytest.mark.parametrize(
    "options", [{}, {"progressive": True}, {"subsampling": 0, "restart_marker_rows": 1}]
)
def test_a_photograph_is_not_compressed_again(options):
    given = photograph(**options)
    kept = clean(given, keep_metadata=False).content

    assert pixels(kept) == pixels(given)
    assert given[given.index(b"\xff\xda") :].startswith(kept[kept.index(b"\xff\xda") :])


@pytest.mark.parametrize("turned", range(2, 9))
def test_a_photograph_held_sideways_still_stands_upright(turned):
    given = photograph(turned)
    kept = clean(given, keep_metadata=False).content

    assert pixels(kept) == pixels(given)
    assert dict(Image.open(BytesIO(kept)).getexif()) == {0x0112: turned}
    assert traces(kept) == []


def test_colours_stay_as_they_were():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for given in (
        photograph(icc_profile=profile),
        saved(picture(), "PNG", icc_profile=profile),
        saved(picture(), "WEBP", icc_profile=profile, lossless=True),
    ):
        kept = Image.open(BytesIO(clean(given, keep_metadata=False).content))

        assert kept.info["icc_profile"] == profile


def test_a_print_in_four_colours_keeps_how_its_colours_are_stored():
    given = saved(picture(mode="CMYK"), "JPEG", exif=exif())
    kept = clean(given, keep_metadata=False).content

    assert Image.open(BytesIO(kept)).tobytes() == Image.open(BytesIO(given)).tobytes()


def test_the_small_preview_in_the_first_segment_is_taken_out():
    given = saved(picture(), "JPEG")
    preview = b"JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x02\x02" + b"SECRETCAM---"
    given = given[:2] + segment(0xE0, preview) + given[2 + 18 :]
    kept = clean(given, keep_metadata=False)

    assert (traces(kept.content), kept.removed) == ([], (attachments.THUMBNAIL,))
    assert pixels(kept.content) == pixels(given)


@pytest.mark.parametrize("turned", [1, 6])
def test_a_screenshot_says_nothing_either(turned):
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "SECRETNAME")
    told.add_text("Place", "SECRETTOWN", zip=False)
    told.add_itxt("XML:com.adobe.xmp", "SECRETTOWN")
    given = saved(picture(mode="RGBA"), "PNG", pnginfo=told, exif=exif(turned)) + b"SECRETCAM"
    kept = clean(given, keep_metadata=False)

    assert (traces(kept.content), kept.media) == ([], "image/png")
    assert pixels(kept.content) == pixels(given)
    assert {attachments.COMMENT, attachments.XMP, attachments.EXIF} <= set(kept.removed)


def test_the_name_of_a_colour_profile_in_a_screenshot_is_not_kept():
    profile = zlib.compress(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    body = b"SECRETNAME\x00\x00" + profile
    chunk = (
        struct.pack(">I", len(body))
        + b"iCCP"
        + body
        + struct.pack(">I", zlib.crc32(b"iCCP" + body))
    )
    given = saved(picture(), "PNG")
    kept = clean(given[:33] + chunk + given[33:], keep_metadata=False).content

    assert traces(kept) == []
    assert "icc_profile" in Image.open(BytesIO(kept)).info


def test_moving_pictures_still_move():
    frames = [picture(), ImageOps.mirror(picture())]
    gif = saved(frames[0].convert("P"), "GIF", save_all=True, append_images=[frames[1].convert("P")], loop=0, duration=80, comment=b"SECRETNAME")  # fmt: skip
    webp = saved(frames[0], "WEBP", save_all=True, append_images=[frames[1]], duration=80, exif=exif(), xmp=b"SECRETTOWN")  # fmt: skip
    for given in (gif + b"SECRETCAM", webp):
        kept = clean(given, keep_metadata=False)
        shown = Image.open(BytesIO(kept.content))

        assert (traces(kept.content), shown.n_frames) == ([], 2)
        assert pixels(kept.content) == pixels(given)
        assert kept.removed


@pytest.mark.parametrize("turned", [1, 8])
def test_a_webp_says_nothing_and_stands_upright(turned):
    given = saved(picture(), "WEBP", lossless=True, exif=exif(turned), xmp=b"SECRETTOWN")
    kept = clean(given, keep_metadata=False)

    assert (traces(kept.content), kept.media) == ([], "image/webp")
    assert pixels(kept.content) == pixels(given)


def letter(**information):
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    photo = StreamObject()
    photo._data = photograph()
    photo.update({
        NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Image"),
        NameObject("/Filter"): NameObject("/DCTDecode"),
    })  # fmt: skip
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/P"): writer._add_object(photo)})}
    )
    page[NameObject("/LastModified")] = TextStringObject("2026:10:31")
    writer.add_metadata({f"/{key}": value for key, value in information.items()})
    inner = StreamObject()
    inner._data = b"SECRETNAME in private data of a program"
    private = DictionaryObject({NameObject("/Private"): writer._add_object(inner)})
    page[NameObject("/PieceInfo")] = writer._add_object(private)
    meta = StreamObject()
    meta._data = b"<x:xmpmeta>SECRETTOWN</x:xmpmeta>"
    writer.root_object[NameObject("/Metadata")] = writer._add_object(meta)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_letter_does_not_say_who_wrote_it_and_when():
    given = letter(Author="SECRETNAME", Creator="SECRETCAM", CreationDate="D:20261031081000Z")
    kept = clean(given, keep_metadata=False)

    assert len(traces(given)) >= 3
    assert traces(kept.content) == []
    assert not re.search(rb"/Info|/ID\b|/Metadata|D:2026|pypdf", kept.content)
    assert PdfReader(BytesIO(kept.content)).get_num_pages() == 1


def test_a_letter_corrected_before_it_was_given_does_not_hold_its_earlier_form():
    first = letter(Author="SECRETNAME")
    writer = PdfWriter(BytesIO(first), incremental=True)
    writer.add_metadata({"/Author": "nobody"})
    out = BytesIO()
    writer.write(out)
    kept = clean(out.getvalue(), keep_metadata=False)

    assert b"SECRETNAME" in out.getvalue()
    assert traces(kept.content) == []


def test_a_letter_that_was_signed_says_that_cleaning_breaks_the_signature():
    kept = clean(letter() + b"\n% /ByteRange [0 1 2 3]", keep_metadata=False)

    assert "signature" in kept.said[0]


def test_a_letter_behind_a_password_is_refused_with_what_to_do():
    writer = PdfWriter(clone_from=BytesIO(letter()))
    writer.encrypt("secret", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)

    with pytest.raises(AttachmentRefusedError, match="password"):
        clean(out.getvalue(), keep_metadata=False)


def test_when_every_byte_matters_every_byte_is_kept():
    for given in (photograph(6), letter(Author="SECRETNAME"), b"just words\n"):
        kept = clean(given, keep_metadata=True)

        assert (kept.content, kept.removed) == (given, ())


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (b"He said so.\n", "text/plain"),
        ("\ufeffÄpfel".encode(), "text/plain"),
        ("words".encode("utf-16"), "text/plain"),
        (b"\x00\x01\x02", "application/octet-stream"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "image/heic"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00", "video/mp4"),
        (b"PK\x03\x04rest", "application/zip"),
    ],
)
def test_a_file_is_known_by_its_bytes(content, media):
    assert recognise(content) == media


def test_what_cannot_be_cleaned_is_kept_as_given_and_that_is_said():
    heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00SECRETTOWN"
    kept = clean(heic, keep_metadata=False)

    assert (kept.content, kept.removed) == (heic, ())
    assert "cannot be taken out" in kept.said[0]
    assert clean(b"words", keep_metadata=False).said == ()


def bomb(width, height):
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = b"".join(
        struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d))
        for k, d in ((b"IHDR", head), (b"IDAT", zlib.compress(b"\x00" * 1000)), (b"IEND", b""))
    )
    return b"\x89PNG\r\n\x1a\n" + chunks


@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"x" * (attachments.MOST_BYTES + 1), "MB"),
        (bomb(20_000, 20_000), "million points"),
        (bomb(11_000, 11_000), "million points"),
    ],
    ids=["empty", "too large", "a bomb", "just too many points"],
)
def test_what_is_too_much_is_refused_with_a_sentence(content, why, keep):
    with pytest.raises(AttachmentRefusedError, match=why):
        clean(content, keep_metadata=keep)


@pytest.mark.parametrize(
    "given",
    [
        photograph(),
        saved(picture(), "PNG"),
        saved(picture().convert("P"), "GIF"),
        saved(picture(), "WEBP"),
        letter(),
    ],
    ids=["jpeg", "png", "gif", "webp", "pdf"],
)
def test_a_file_cut_short_is_refused_or_kept_but_never_breaks(given):
    for cut in range(20, len(given) - 30, max(1, len(given) // 60)):
        try:
            kept = clean(given[:cut], keep_metadata=False)
        except AttachmentRefusedError:
            continue

        assert traces(kept.content) == []


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_damaged_byte_never_breaks_the_program(form):
    given = bytearray(saved(picture(mode="P" if form == "GIF" else "RGB"), form))
    for at in range(8, len(given), 3):
        hurt = bytes(given[:at]) + bytes([given[at] ^ 0xFF]) + bytes(given[at + 1 :])
        try:
            assert clean(hurt, keep_metadata=False).content
        except AttachmentRefusedError:
            continue


def test_a_damaged_letter_never_breaks_the_program():
    given = letter(Author="SECRETNAME")
    for at in range(0, len(given), 61):
        hurt = given[:at] + b"<<[(" + given[at + 4 :]
        try:
            assert clean(hurt, keep_metadata=False).content
        except AttachmentRefusedError:
            continue


def test_cleaning_twice_changes_nothing_more():
    for given in (
        photograph(6),
        saved(picture(), "PNG", exif=exif(3)),
        saved(picture(), "WEBP", exif=exif(3)),
    ):
        once = clean(given, keep_metadata=False).content

        assert clean(once, keep_metadata=False).content == once
