"""Folding: the reports, claims and decisions of a ledger into incidents, all of them or those that something touched.

Both ways give the same partition and figures. What touches an incident is a report that came, went or was read again, a
decision, or a near-copy of one of its reports; with it goes all that hangs together with it by links.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from counterclaim import settings
from counterclaim.actions.judged import Judged
from counterclaim.knowledge.actors import Registry, load_registry
from counterclaim.knowledge.linking import load_linking
from counterclaim.ledger import Ledger
from counterclaim.ledger.folding import FoldSession, Reached
from counterclaim.record import Incident
from counterclaim.weighing.describe import Describer
from counterclaim.weighing.fold import Folding, Part
from counterclaim.weighing.heard import Newsrooms
from counterclaim.weighing.link import Linker
from counterclaim.weighing.near import DAYS, RANGES, UNDATED, Block, Nearby, blocks_of, features_of
from counterclaim.weighing.origin_names import OriginNames
from counterclaim.weighing.reprints import Signature, signatures
from counterclaim.weighing.table import StubFeatures, Table, TableBuilder
from counterclaim.weighing.weigh import weigh

_EVER = 10_000_000  # days: longer than any range


class Refolded(NamedTuple):
    """What a fold did: the reports it took in, the incidents weighed anew and those that went."""

    reports: int
    incidents: int
    gone: int


def refold(ledger: Ledger) -> Refolded:
    """Fold again what was touched since the last fold, as one transaction; the result is that of a whole fold."""
    with ledger.folding() as session:
        touched = session.unfolded()
        if not touched:
            return Refolded(0, 0, 0)
        copies = sign(session, load_registry())
        if not session.folded_before() or len(touched) > settings.FOLD_WHOLE * session.count_live():
            whole = fold_all(session)
            return whole._replace(reports=len(touched))
        return _fold_touched(session, touched, copies)


class Fold(NamedTuple):
    """A fold whose incidents are still to be made: the partition, and what makes them."""

    folding: Folding
    describer: Describer
    origins: OriginNames

    def incidents(self) -> Iterator[Incident]:
        """Yield the incidents that are to be weighed."""
        return self.folding.incidents(self.describer)

    def groups(self) -> dict[str, tuple[str, ...]]:
        """Return the stubs of each incident."""
        return dict(zip(self.folding.ids, self.folding.groups, strict=True))


def fold_all(session: FoldSession) -> Refolded:
    """Fold the whole ledger and write it."""
    before = session.groups()
    fold = whole_fold(session, before)
    groups, linker = fold.groups(), fold.folding.linker
    session.save_blocks(blocks_of(linker, fold.folding.decided.rejected), None)
    session.save_links(fold.folding.links_told(fold.folding.links), None)
    saved = session.save(fold.incidents(), groups, before, None)
    session.add_edges(fold.origins.edges)
    session.done()
    return Refolded(len(linker.table.report_ids), saved, len(before.keys() - groups.keys()))


def whole_fold(session: FoldSession, before: Mapping[str, Sequence[str]]) -> Fold:
    """Return the fold of the whole ledger; `before` are the stubs of the incidents of the last one."""
    judged = Judged(session.attached(), session)
    table = _table(session, judged, None)
    folding = Folding(table, decided=judged.decided, minted=session.minted(before, None))
    return _weighing(folding, folding.linker, session.copies.components())


def _weighing(folding: Folding, linker: Linker, copies: Mapping[str, str]) -> Fold:
    """Return a fold with what makes its incidents; the linker's table holds their claims."""
    registry = load_registry()
    names = OriginNames(linker.table, registry, copies)
    describer = Describer(linker.table, linker, weigh, registry, names, folding.decided.rejected)
    return Fold(folding, describer, names)


def sign(session: FoldSession, registry: Registry) -> set[str]:
    """Find the near-copies of the reports that have no signature yet; return the reports whose copies have changed."""
    copies = session.copies
    unsigned = copies.unsigned()
    made = _in_one_spelling(signatures(copies.texts(unsigned)), Newsrooms(registry))
    known = copies.count()
    if len(unsigned) >= max(settings.COPIES_AT_ONCE, known):
        copies.add_many(made)
        return set(copies.components())
    return copies.add(made)


def _in_one_spelling(made: Iterable[Signature], newsrooms: Newsrooms) -> Iterator[Signature]:
    for one in made:
        yield Signature(
            key=one.key, data=one.data, bands=one.bands, sampled=one.sampled, publisher=newsrooms.key(one.publisher),
            credited=newsrooms.keys(one.credited), published=one.published,
        )  # fmt: skip


def _table(session: FoldSession, judged: Judged, reports: Collection[str] | None) -> Table:
    builder = TableBuilder()
    for report, claims, stubs in session.told(reports):
        builder.add(report, *judged.left(report.id, claims, stubs))
    return builder.table()


def _fold_touched(session: FoldSession, touched: set[str], copies: set[str]) -> Refolded:
    """Fold again what some reports touch; `copies` are the reports whose near-copies have changed."""
    judged = Judged(session.attached(), session)
    ever = session.stubs_ever(touched)
    linked = _linked(session, judged, touched)
    copied = set(session.copies.components(copies)) | copies
    ever |= session.live_stubs(touched)
    start = ever | linked | session.live_stubs(copied)
    reached = session.reach(start, [(a, b) for a, b, _ in judged.decided.pairs])
    blocks = session.blocks_of(reached.stubs)
    report_of = {block.stub: block.report for block in blocks}
    part = _part(session, reached, report_of, touched, copied)
    folding = Folding(
        _stub_table(blocks), decided=judged.decided, minted=session.minted(reached.groups, part.stubs), part=part
    )
    weighed = {report_of[stub] for group in folding.changed() for stub in group}
    linker = Linker(_table(session, judged, weighed), load_linking())
    fold = _weighing(folding, linker, session.copies.components(weighed))
    groups = fold.groups()
    session.save_links(folding.links_told(folding.fresh), ever)
    replaced = reached.groups.keys() - {id_ for id_, group in groups.items() if group in part.kept}
    saved = session.save(fold.incidents(), groups, reached.groups, replaced)
    session.add_edges(fold.origins.edges)
    session.done()
    return Refolded(len(touched), saved, len(replaced - groups.keys()))


def _stub_table(blocks: Iterable[Block]) -> Table:
    """Return stubs by columns, without their claims."""
    stubs: dict[str, list[tuple[str, StubFeatures]]] = defaultdict(list)
    for block in sorted(blocks, key=lambda b: b.stub):
        stubs[block.report].append((block.stub, features_of(block)))
    builder = TableBuilder()
    for report in sorted(stubs):
        builder.add_stubs(report, stubs[report])
    return builder.table()


def _part(
    session: FoldSession, reached: Reached, report_of: dict[str, str], touched: set[str], copied: set[str]
) -> Part:
    """Return what is folded again. A group stays as it was where nobody touched a report of it or a copy of one."""
    stubs = frozenset(report_of)
    moved = touched | copied
    kept = frozenset(
        group
        for group in reached.groups.values()
        if all(stub in report_of and report_of[stub] not in moved for stub in group)
    )
    return Part(
        stubs=stubs,
        links=reached.links,
        touched=frozenset(touched),
        kept=kept,
        used=frozenset(session.minted_from(stubs)),
    )


def _linked(session: FoldSession, judged: Judged, touched: set[str]) -> set[str]:
    """Write the blocks of the reports touched, and return the stubs that these and others are linked by."""
    rules = load_linking()
    blocks = list(blocks_of(Linker(_table(session, judged, touched), rules), judged.decided.rejected))
    session.save_blocks(blocks, touched)
    met = {block.stub: block for reach in (DAYS, RANGES, UNDATED) for block in _near(session, blocks, reach)}
    table = _stub_table((met | {block.stub: block for block in blocks}).values())
    new = np.array([r in touched for r in table.report_ids], dtype=bool)[table.stubs["report"]]
    links = Linker(table, rules).links(new=new)
    return {table.stub_ids[row] for row in {*links.a.tolist(), *links.b.tolist()}}


def _near(session: FoldSession, new: list[Block], reach: int) -> list[Block]:
    """Return the blocks of a reach that new ones may be linked with."""
    rules = load_linking()
    mine = [block for block in new if block.reach == reach]
    found: dict[str, Block] = {}
    longest = rules.time.endless if reach == DAYS else _EVER
    for first, last in _spans(mine, rules.time.apart):
        found.update({b.stub: b for b in session.blocks(reach, first, last, longest)})
    nearby = Nearby(list(found.values()), rules)
    places = {place for block in mine for place in nearby.of(block)}
    return [nearby.blocks[place] for place in sorted(places)]


def _spans(blocks: list[Block], apart: int) -> Iterator[tuple[int, int]]:
    """Yield the days about blocks, as few spans as there can be."""
    begin = end = None
    for first, last in sorted((b.first - apart, b.last + apart) for b in blocks):
        if end is None or begin is None:
            begin, end = first, last
        elif first <= end + 1:
            end = max(end, last)
        else:
            yield begin, end
            begin, end = first, last
    if begin is not None and end is not None:
        yield begin, end


def judged_table(ledger: Ledger, reports: Collection[str]) -> Table:
    """Return some reports by columns, with what people decided: what `why` compares."""
    with ledger.fold_view() as session:
        return _table(session, Judged(session.attached(), session), reports)
