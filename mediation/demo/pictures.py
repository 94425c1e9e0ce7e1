"""What people of the demo bring along: a drawn screen of a chat, without a word in it."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (720, 1280)
ROWS = 7


@cache
def chat() -> bytes:
    """A screen of a chat as a photo."""
    image = Image.new("RGB", SIZE, "#ededed")
    pen = ImageDraw.Draw(image)
    for row in range(ROWS):
        left, top = (30, 330)[row % 2], 60 + row * 170
        pen.rounded_rectangle((left, top, left + 350, top + 110), 18, fill=("#ffffff", "#95ec69")[row % 2])
    out = BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()
