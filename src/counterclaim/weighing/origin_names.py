"""The origin group of each claim of one incident, named so that no order of adding changes the names."""

from collections.abc import Mapping, Sequence

from counterclaim.knowledge.actors import Registry
from counterclaim.weighing.columns import NONE
from counterclaim.weighing.heard import Newsrooms
from counterclaim.weighing.origins import Edge, OriginClaim, Origins, find_origins
from counterclaim.weighing.table import Table

_HOURS = 24


class OriginNames:
    """Names the origins among an incident's claims: what others say of other incidents changes nothing.

    `copies` gives, for each report that has near-copies, the one that stands for them. `edges` gathers the reasons, until
    whoever keeps them takes them out. `newsrooms` are those of the registry, where names were looked up in them already.
    """

    def __init__(
        self, table: Table, registry: Registry, copies: Mapping[str, str], newsrooms: Newsrooms | None = None
    ) -> None:
        self.table = table
        self.copies = copies
        self.edges: list[Edge] = []
        newsrooms = newsrooms or Newsrooms(registry)
        self._publishers = [newsrooms.key(name) for name in table.publishers.values]
        self._credits = [newsrooms.keys(names) for names in table.credits.values]
        self._of_report = [
            (
                id,
                None if publisher == NONE else self._publishers[publisher],
                self._credits[credited],
                None if published == NONE else float(published * _HOURS),
            )
            for id, publisher, credited, published in zip(
                table.report_ids,
                *(table.reports[c].tolist() for c in ("publisher", "credited", "published")),
                strict=True,
            )
        ]

    def __call__(self, rows: Sequence[int]) -> list[str]:
        """Return the name of each claim's origin group among these claims (rows), which are one incident's."""
        if len(rows) == 1:
            return ["0"]
        found = self.origins(rows)
        self.edges += found.edges
        return [str(number) for number in found.groups]

    def origins(self, rows: Sequence[int]) -> Origins:
        """Return the origins of an incident's claims, with the reasons."""
        claims = self.claims(rows)
        reports = {c.report for c in claims}
        return find_origins(claims, [(r, self.copies[r]) for r in sorted(reports) if r in self.copies])

    def claims(self, rows: Sequence[int]) -> list[OriginClaim]:
        """Return claims (rows) as origins are told by them."""
        table = self.table
        made = []
        for row, told in zip(rows, table.claim_matrix[list(rows)].tolist(), strict=True):
            report, type_, low, high, voice, aim = (told[i] for i in table.origin_columns)
            id, publisher, credited, hour = self._of_report[report]
            said = table.voices.values[voice]
            target = table.aims.values[aim]
            low_told, high_told = None if low == NONE else low, None if high == NONE else high
            made.append(
                OriginClaim(
                    key=table.claim_ids[row], report=id, publisher=publisher, credited=credited, source=said.source,
                    spokesman=said.spokesman, named=said.named, measure=table.types.values[type_],
                    side=target.target_id or target.target_name,
                    figure=None if low_told is None and high_told is None else (low_told, high_told), hour=hour,
                )
            )  # fmt: skip
        return made
