"""What PDF/A asks of a bound file beside its pages: its colours, its properties, a font that is whole in it.

PUT writes one object into the file and answers how others refer to it.
"""

from collections.abc import Callable
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from mediation.documents.digits import TO_UNICODE, digits
from mediation.errors import Incomplete

Put = Callable[[Any], IndirectObject]
THOUSAND = 1000
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def digit_font(put: Put) -> DictionaryObject:
    """The font of the page numbers."""
    drawn = {digit.name: put(stream_of(digit.drawing)) for digit in digits()}
    first = ord("0")
    names = [NameObject(f"/{name}") for name in drawn]
    font = {
        "/Type": NameObject("/Font"),
        "/Subtype": NameObject("/Type3"),
        "/FontBBox": ArrayObject(NumberObject(edge) for edge in (0, -250, THOUSAND, THOUSAND)),
        "/FontMatrix": ArrayObject(FloatObject(part) for part in (0.001, 0, 0, 0.001, 0, 0)),
        "/CharProcs": dictionary({f"/{name}": drawing for name, drawing in drawn.items()}),
        "/Encoding": dictionary(
            {
                "/Type": NameObject("/Encoding"),
                "/Differences": ArrayObject([NumberObject(first), *names]),
            }
        ),
        "/FirstChar": NumberObject(first),
        "/LastChar": NumberObject(first + len(names) - 1),
        "/Widths": ArrayObject(NumberObject(digit.width) for digit in digits()),
        "/Resources": DictionaryObject(),
        "/ToUnicode": put(stream_of(TO_UNICODE)),
    }
    return dictionary(font)


def colours(put: Put) -> DictionaryObject:
    """The profile that says what the colours mean, the same that the press puts into each paper."""
    profile = DecodedStreamObject()
    profile.set_data(_profile())
    profile[NameObject("/N")] = NumberObject(3)
    words = {"/OutputConditionIdentifier": "sRGB IEC61966-2.1", "/Info": "sRGB IEC61966-2.1"}
    return dictionary(
        {
            "/Type": NameObject("/OutputIntent"),
            "/S": NameObject("/GTS_PDFA1"),
            **{name: TextStringObject(word) for name, word in words.items()},
            "/DestOutputProfile": put(profile.flate_encode()),
        }
    )


def properties(title: str) -> StreamObject:
    """What the file says of itself, as PDF/A asks for it."""
    stream = DecodedStreamObject()
    stream.set_data(XMP.format(title=escape(title)).encode())
    names = {"/Type": NameObject("/Metadata"), "/Subtype": NameObject("/XML")}
    stream.update({NameObject(name): value for name, value in names.items()})
    return stream


@cache
def _profile() -> bytes:
    """sRGB, from the package of the press; it is read, the engine itself is not loaded."""
    package = find_spec("weasyprint")
    if package is None or package.origin is None:
        raise Incomplete("没有排版程序 weasyprint，不能装订卷宗。请管理员重新安装。")
    return (Path(package.origin).parent / "pdf" / "sRGB2014.icc").read_bytes()


def dictionary(content: dict[str, Any]) -> DictionaryObject:
    """A dictionary of a PDF, by the names with their stroke."""
    return DictionaryObject({NameObject(name): value for name, value in content.items()})


def stream_of(data: bytes) -> StreamObject:
    """A stream of a PDF, as it is."""
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream
