"""The cleaner: a process of its own that draws one uploaded file anew, started and watched by accepting.py.

It is run by its path, so that it loads nothing of the program: no database, no keys, no settings. What comes out is made
from pixels alone. Scripts, attached files, links, comments, colour profiles, the place where a picture was taken and
whatever hides behind its end do not travel on. Standard input is the file; standard output is one line of JSON
(`refused`, or `taken_at`, the sizes of the pages and that of the small picture), then the pages as JPEG, one after the
other, and the first of them small.
"""

import json
import logging
import resource
import sys
import warnings
from io import BytesIO
from typing import Any

import pypdfium2
from PIL import ExifTags, Image, ImageOps

PIXELS = 40_000_000
LONGEST_SIDE = 3000
PAGES = 200
DOTS = 150
POINTS = 72
QUALITY = 85
SMALL = 240


class RefusedError(Exception):
    """What is wrong with the file, as a word that accepting.py has a sentence for."""


def picture(data: bytes) -> tuple[str | None, list[bytes]]:
    """When the picture was taken, as it says itself, and the picture."""
    with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as image:
        if image.width * image.height > PIXELS:
            raise RefusedError("pixels")
        taken_at = taken(image)
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image.load()
        return taken_at, [drawn(ImageOps.exif_transpose(image))]


def taken(image: Image.Image) -> str | None:
    """The moment of the exposure; nothing else is read, least of all the place."""
    exif = image.getexif().get_ifd(ExifTags.IFD.Exif)
    told = exif.get(ExifTags.Base.DateTimeOriginal)
    zone = exif.get(ExifTags.Base.OffsetTimeOriginal)
    return " ".join(str(part).strip("\0 ")[:20] for part in (told, zone) if part) or None


def drawn(image: Image.Image) -> bytes:
    """The picture from its pixels alone: on white where it is transparent, never larger than it need be."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    image = image.convert("RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.frombytes("RGB", image.size, image.tobytes())
    out = BytesIO()
    bare.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def small(page: bytes) -> bytes:
    """A drawn page as a picture for a list."""
    with Image.open(BytesIO(page), formats=("JPEG",)) as image:
        image.draft("RGB", (SMALL, SMALL))
        image.thumbnail((SMALL, SMALL))
        out = BytesIO()
        image.save(out, "JPEG", quality=QUALITY)
        return out.getvalue()


def pages(data: bytes) -> tuple[str | None, list[bytes]]:
    """Every page of a PDF as a picture. The form fields and scripts of the file are not even read."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise RefusedError("locked" if "assword" in str(error) else "broken") from None
    if len(document) > PAGES:
        raise RefusedError("pages")
    if not len(document):
        raise RefusedError("broken")
    found = []
    for number in range(len(document)):
        page = document[number]
        longest = max(page.get_size())
        scale = min(DOTS / POINTS, LONGEST_SIDE / longest)
        found.append(drawn(page.render(scale=scale, may_draw_forms=False).to_pil()))
        page.close()
    return None, found


def answer(kind: str, data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """What becomes of the file."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        taken_at, found = pages(data) if kind == "pdf" else picture(data)
        first = small(found[0])
    except RefusedError as refused:
        return {"refused": str(refused)}, []
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"refused": "pixels"}, []
    except MemoryError:
        return {"refused": "memory"}, []
    except Exception:  # a hostile file may break a decoder in any way; all of them are one refusal
        return {"refused": "broken"}, []
    return {"taken_at": taken_at, "sizes": [len(page) for page in found], "small": len(first)}, [
        *found,
        first,
    ]


def main() -> None:
    """Draw one file. Arguments: jpg, png or pdf; the memory it may use (bytes); the time (seconds)."""
    kind, memory, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    told, found = answer(kind, sys.stdin.buffer.read())
    out = sys.stdout.buffer
    out.write(json.dumps(told).encode() + b"\n")
    for page in found:
        out.write(page)
    out.flush()


if __name__ == "__main__":
    main()
