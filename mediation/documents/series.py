"""Which papers are numbered, and how their numbers read. A series is counted per committee or agency and year."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Series:
    """A run of numbers without gaps. `pattern` takes year, short (name of the agency) and number."""

    kind: str
    pattern: str

    def text(self, *, year: int, short: str, number: int) -> str:
        """The number as it stands on the paper: 「（2026）青山婚人调字第1号」."""
        return self.pattern.format(year=year, short=short, number=number)

    def blank(self) -> str:
        """The number with room for the pen."""
        return self.pattern.format(year="　　　　", short="　　", number="　　")


# Written and spoken agreements share one run with the files that end without one: it is the number of the mediator's
# file (司发通〔2010〕239号).
AGREEMENTS = Series("mediation_agreement", "（{year}）{short}人调字第{number}号")
ENDINGS = Series("mediation_end", "（{year}）{short}人调终字第{number}号")
PROOFS = Series("mediation_proof", "（{year}）{short}人调证字第{number}号")
# Letters between agencies write their number as GB/T 9704 does.
LETTERS = Series("mediation_letter", "{short}人调函〔{year}〕{number}号")
# What the station tells who asked for help, and its letters to offices.
ACCEPTANCES = Series("acceptance", "（{year}）{short}受告字第{number}号")
REFUSALS = Series("refusal", "（{year}）{short}不受告字第{number}号")
SUPERVISIONS = Series("supervision", "{short}督〔{year}〕{number}号")
FORWARDINGS = Series("forwarding", "{short}转〔{year}〕{number}号")
