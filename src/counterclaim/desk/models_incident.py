"""What the page of an incident shows: figures with every claim as a mark on them, claims by who speaks, origins, media."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from counterclaim.desk.models import IncidentLine, incident_line
from counterclaim.desk.models_claim import RELATIONS, Also, ClaimCard, cards_table, claim_card
from counterclaim.desk.models_decided import Judged, Step, decision_step
from counterclaim.desk.view import Table, View
from counterclaim.publishing.incident_page import DATE_PREC, TIES, WHERE_PREC, in_order
from counterclaim.publishing.incident_words import (
    CONTESTED,
    GRADES,
    contested_ways,
    counted,
    days,
    low_best_high,
    plural,
    sentences,
    side_name,
    spot,
)
from counterclaim.publishing.pages import IncidentPage, ReportLine, Tie, ToldClaim
from counterclaim.record import Claim, Figure, Incident, IncidentPlace
from counterclaim.record.base import Record

_HARM = ("killed", "injured", "casualties")
LABEL = 0.17  # of the width of a figure: what a mark's number takes on a small screen


class Mark(Record, frozen=True, kw_only=True):
    """Claims with one number in one lane: an interval, open where an end is None. `row` keeps near marks apart."""

    low: int | None
    high: int | None
    approx: bool
    words: str
    claims: tuple[int, ...]
    who: tuple[str, ...]
    denied: bool
    row: int


class Lane(Record, frozen=True, kw_only=True):
    """The claims on a figure of those who stand alike to the side."""

    stands: str
    label: str
    marks: tuple[Mark, ...]
    rows: int


class FigureBar(Record, frozen=True, kw_only=True):
    """A figure as a bar from low to high on a scale from nought to `scale`, with its claims in lanes below.

    `minor`: it counts neither dead nor injured and nobody contests it; it is drawn smaller.
    """

    measure: str
    counted: str
    side: str
    side_name: str
    unit: str
    low: int
    best: int | None
    high: int | None
    high_stated: int | None
    open_high: bool
    words: tuple[str, str, str]
    scale: int
    ticks: tuple[int, ...]
    contested: tuple[str, ...]
    sentences: tuple[str, ...]
    residual: bool
    minor: bool
    n_claimants: int
    n_origin_groups: int
    lanes: tuple[Lane, ...]


class Group(Record, frozen=True, kw_only=True):
    """The claims of those who stand alike."""

    stands: str
    label: str
    about: str
    claims: tuple[ClaimCard, ...]


class Source(Record, frozen=True, kw_only=True):
    """A report in the chain of those that tell the incident: `depth` 0 stands by itself, others follow another."""

    report: ReportLine
    depth: int
    tie: str | None


class OneOrigin(Record, frozen=True, kw_only=True):
    """Claims that count once, for they come from one origin."""

    claims: tuple[int, ...]
    why: tuple[str, ...]


class MediaState(Record, frozen=True, kw_only=True):
    """What somebody said of a video, photo or document."""

    state: str
    by: str
    day: str | None
    claim: int | None


class MediaHistory(Record, frozen=True, kw_only=True):
    """A video, photo or document with all that was said of it, latest first."""

    name: str
    state: str
    history: tuple[MediaState, ...]


class IncidentView(View, frozen=True, kw_only=True):
    """The page of an incident."""

    line: IncidentLine
    asked: str
    days: str
    days_known: str | None
    spot: str
    spot_known: str | None
    place: IncidentPlace | None
    sides: tuple[tuple[str, str, tuple[str, ...]], ...]
    grade: str | None
    contested: tuple[str, ...]
    n_origin_groups: int
    figures: tuple[FigureBar, ...]
    groups: tuple[Group, ...]
    sources: tuple[Source, ...]
    one_origin: tuple[OneOrigin, ...]
    media: tuple[MediaHistory, ...]
    history: tuple[Step, ...]

    def tables(self) -> dict[str, Table]:
        """Return claims, figures, reports, media and history."""
        return {
            "claims": cards_table([c for g in self.groups for c in g.claims]),
            "figures": Table(
                (
                    "measure", "side", "side_name", "unit", "low", "best", "high", "high_stated", "open_high",
                    "contested", "n_claimants", "n_origin_groups", "notes",
                ),
                [
                    (
                        f.measure, f.side, f.side_name, f.unit, f.low, f.best, f.high, f.high_stated, f.open_high,
                        "; ".join(f.contested), f.n_claimants, f.n_origin_groups, "; ".join(f.sentences),
                    )
                    for f in self.figures
                ],
            ),
            "reports": Table(
                ("report_id", "publisher", "published", "title", "url", "credited_to", "depth", "tie"),
                [
                    (r.id, r.publisher, r.published, r.title, r.url, "; ".join(r.credited_to), s.depth, s.tie)
                    for s in self.sources
                    for r in [s.report]
                ],
            ),
            "media": Table(
                ("name", "state", "by", "day", "claim"),
                [(m.name, h.state, h.by, h.day, h.claim) for m in self.media for h in m.history],
            ),
            "history": Table(
                ("at", "who", "what", "reason", "subject"),
                [(s.at, s.who, s.what, s.reason, s.subject) for s in self.history],
            ),
        }  # fmt: skip


def incident_view(page: IncidentPage, said: Mapping[str, Judged]) -> IncidentView:
    """Return the view of an incident; `said` is what people said of its claims."""
    incident = page.incident
    ordered = in_order(page.claims)
    numbers = {t.claim.id: n for n, t in enumerate(ordered, 1)}
    prec, place = incident.time.date_prec, incident.place
    return IncidentView(
        line=incident_line(incident),
        asked=page.asked,
        days=days(incident.time),
        days_known=DATE_PREC.get(prec) if prec else None,
        spot=spot(place),
        spot_known=_known(place),
        place=place,
        sides=tuple(
            (s.key, side_name(incident, s.key), tuple(a for a in s.actors if a != s.name)) for s in incident.sides
        ),
        grade=GRADES[incident.grade] if incident.grade else None,
        contested=tuple(words for way, words in CONTESTED.items() if getattr(incident.contested, way)),
        n_origin_groups=incident.n_origin_groups,
        figures=_figures(incident, ordered, numbers),
        groups=_groups(page, ordered, numbers, said),
        sources=sources(page.reports, page.origins),
        one_origin=_one_origin(page, numbers),
        media=_media(incident, numbers),
        history=history(incident, page),
    )


def _known(place: IncidentPlace | None) -> str | None:
    if place is None:
        return None
    if place.lat is None or place.lon is None:
        return "not found in the gazetteer"
    return WHERE_PREC.get(place.precision) if place.precision else None


# Figures


def _figures(incident: Incident, told: Sequence[ToldClaim], numbers: Mapping[str, int]) -> tuple[FigureBar, ...]:
    by_id = {t.claim.id: t for t in told}
    ordered = sorted(incident.figures, key=_weight)
    tops: dict[tuple[str, str], int] = defaultdict(int)
    own = [max(_numbers(f, by_id), default=1) for f in ordered]
    for figure, top in zip(ordered, own, strict=True):
        key = figure.measure, figure.unit
        tops[key] = max(tops[key], top)
    return tuple(
        # Figures of one measure share a scale, unless one would then be too small to be read.
        _bar(incident, f, by_id, numbers, tops[f.measure, f.unit] if tops[f.measure, f.unit] <= 12 * top else top)
        for f, top in zip(ordered, own, strict=True)
    )


def _weight(figure: Figure) -> tuple[bool, int, bool, str]:
    first = _HARM.index(figure.measure) if figure.measure in _HARM else len(_HARM)
    return figure.unit != "people", first, figure.residual, figure.measure


def _numbers(figure: Figure, by_id: Mapping[str, ToldClaim]) -> Iterable[int]:
    yield from (n for n in (1, figure.low, figure.best, figure.high, figure.high_stated) if n is not None)
    for id_ in (*figure.claims, *figure.claimed_only):
        quantity = by_id[id_].claim.quantity if id_ in by_id else None
        if quantity is not None:
            yield from (n for n in (quantity.low, quantity.high) if n is not None)


def _bar(
    incident: Incident, figure: Figure, by_id: Mapping[str, ToldClaim], numbers: Mapping[str, int], top: int
) -> FigureBar:
    step = _tick(top)
    scale = max(-(-top // step) * step, 1)
    scale += step if figure.open_high and scale == top else 0
    return FigureBar(
        measure=figure.measure,
        counted=counted(figure),
        side=figure.side,
        side_name=side_name(incident, figure.side),
        unit=figure.unit,
        low=figure.low,
        best=figure.best,
        high=figure.high,
        high_stated=figure.high_stated,
        open_high=figure.open_high,
        words=low_best_high(figure),
        scale=scale,
        ticks=tuple(range(0, scale + 1, step)),
        contested=tuple(contested_ways(figure)),
        sentences=tuple(sentences(figure)),
        residual=figure.residual,
        minor=not (figure.measure in _HARM and figure.unit == "people") and not any(contested_ways(figure)),
        n_claimants=figure.n_claimants,
        n_origin_groups=figure.n_origin_groups,
        lanes=_lanes(figure, by_id, numbers, scale),
    )


def _tick(top: int) -> int:
    """Return the step of a scale that has some four ticks: 1, 2 or 5 times a power of ten."""
    step = 1
    while top > step * 5:
        step = step * 2 if str(step)[0] in "15" else step * 5 // 2
    return step


def _lanes(
    figure: Figure, by_id: Mapping[str, ToldClaim], numbers: Mapping[str, int], scale: int
) -> tuple[Lane, ...]:
    lanes: dict[str, dict[tuple[int | None, int | None, bool, bool], list[Claim]]] = {r: {} for r in RELATIONS}
    for id_ in dict.fromkeys((*figure.claims, *figure.claimed_only)):
        told = by_id.get(id_)
        quantity = told.claim.quantity if told else None
        if told is None or quantity is None or (quantity.low is None and quantity.high is None):
            continue
        key = quantity.low, quantity.high, quantity.approx, told.claim.stance == "denied"
        lanes[told.stands].setdefault(key, []).append(told.claim)
    found = []
    for stands, marks in lanes.items():
        if marks:
            placed = _placed(marks, numbers, scale)
            rows = 1 + max(m.row for m in placed)
            found.append(Lane(stands=stands, label=RELATIONS[stands][0], marks=placed, rows=rows))
    return tuple(found)


def _placed(
    marks: Mapping[tuple[int | None, int | None, bool, bool], Sequence[Claim]],
    numbers: Mapping[str, int],
    scale: int,
) -> tuple[Mark, ...]:
    """Return the marks of a lane, each in the first row where no other is near."""
    from counterclaim.publishing.text import how_many

    ends: list[float] = []
    placed = []
    for (low, high, approx, denied), claims in sorted(
        marks.items(), key=lambda m: (m[0][0] if m[0][0] is not None else m[0][1] or 0, m[0][1] or 0)
    ):
        left = low if low is not None else high or 0
        right = high if high is not None else left
        row = next((i for i, end in enumerate(ends) if left / scale > end + LABEL), len(ends))
        if row == len(ends):
            ends.append(0)
        ends[row] = right / scale
        placed.append(
            Mark(
                low=low,
                high=high,
                approx=approx,
                words=how_many(claims[0].quantity),
                claims=tuple(sorted(numbers[c.id] for c in claims)),
                who=tuple(dict.fromkeys(c.claimant for c in claims)),
                denied=denied,
                row=row,
            )
        )
    return tuple(placed)


# Claims


def _groups(
    page: IncidentPage, ordered: Sequence[ToldClaim], numbers: Mapping[str, int], said: Mapping[str, Judged]
) -> tuple[Group, ...]:
    reports = {r.id: r for r in page.reports}
    used = {c for f in page.incident.figures for c in f.claims}
    left = {c for f in page.incident.figures for c in f.claimed_only}
    groups = []
    for stands, (label, about) in RELATIONS.items():
        mine = [t for t in ordered if t.stands == stands and t.report in reports]
        cards = tuple(
            claim_card(
                same[0].claim,
                numbers,
                reports[same[0].report],
                stands=stands,
                side=side_name(page.incident, same[0].side) if same[0].side else None,
                counted=True if same[0].claim.id in used - left else False if same[0].claim.id in left else None,
                also=[
                    Also(number=numbers[t.claim.id], claim=t.claim.id, report=reports[t.report]) for t in same[1:]
                ],
                judged=said.get(same[0].claim.id),
            )
            for one in utterances(mine)
            for same in [
                sorted(one, key=lambda t: t.claim.id not in said)
            ]  # a person's word is the one that is shown
        )
        if cards:
            groups.append(Group(stands=stands, label=label, about=about, claims=cards))
    return tuple(groups)


def utterances(claims: Iterable[ToldClaim]) -> list[list[ToldClaim]]:
    """Put together what one claimant is quoted with in several reports, in the order given."""
    found: dict[tuple[object, ...], list[ToldClaim]] = defaultdict(list)
    for told in claims:
        claim = told.claim
        last = claim.attribution[-1] if claim.attribution else None
        quantity = (claim.quantity.low, claim.quantity.high) if claim.quantity else None
        speaker = (last.party.id or last.party.name) if last else told.report
        target = claim.target.name if claim.target else None
        key = (speaker, claim.kind, claim.type, quantity, told.side or target, claim.stance, claim.outcome)
        found[key if claim.kind in ("casualty", "materiel") else (claim.id,)].append(told)
    return list(found.values())


# Where they have it from


def sources(reports: Sequence[ReportLine], ties: Iterable[Tie]) -> tuple[Source, ...]:
    """Return the reports as chains: each report under the earliest one that it is tied to, with what ties them."""
    order = sorted(reports, key=lambda r: (r.published or "~", bool(r.credited_to), r.id))
    place = {r.id: i for i, r in enumerate(order)}
    above: dict[str, tuple[int, Tie]] = {}
    for tie in ties:
        if tie.a in place and tie.b in place and tie.a != tie.b:
            first, second = sorted((tie.a, tie.b), key=place.__getitem__)
            found = above.get(second)
            if found is None or (place[first], tie.kind != "reprint") < (found[0], found[1].kind != "reprint"):
                above[second] = (place[first], tie)
    below: dict[str | None, list[ReportLine]] = defaultdict(list)
    for report in order:
        below[order[above[report.id][0]].id if report.id in above else None].append(report)
    found_: list[Source] = []

    def put(report: ReportLine, depth: int) -> None:
        tie = above[report.id][1] if report.id in above else None
        found_.append(Source(report=report, depth=depth, tie=tie_words(tie) if tie else None))
        for other in below[report.id]:
            put(other, depth + 1)

    for report in below[None]:
        put(report, 0)
    return tuple(found_)


def tie_words(tie: Tie) -> str:
    """Return what ties two reports or claims, in words."""
    return f"{TIES.get(tie.kind, tie.kind)}{share_words(tie.share)}"


def share_words(share: float | None) -> str:
    """Return how much of the words two near-copies share."""
    return f", {share:.0%} of the words" if share is not None and 0 < share <= 1 else ""


def _one_origin(page: IncidentPage, numbers: Mapping[str, int]) -> tuple[OneOrigin, ...]:
    """Return the claims of several reports that come from one origin, with the reasons."""
    why: dict[str, set[str]] = defaultdict(set)
    told_in = {t.claim.id: t.report for t in page.claims}
    for tie in page.origins:
        if tie.a in told_in and tie.b in told_in and told_in[tie.a] != told_in[tie.b]:
            why[tie.a].add(f"{tie_words(tie)}{f': {tie.detail}' if tie.detail else ''}")
    groups: dict[int, list[str]] = defaultdict(list)
    for told in sorted(page.claims, key=lambda t: numbers[t.claim.id]):
        groups[told.origin].append(told.claim.id)
    return tuple(
        OneOrigin(
            claims=tuple(numbers[c] for c in group), why=tuple(sorted({w for c in group for w in why.get(c, ())}))
        )
        for group in groups.values()
        if len({told_in[c] for c in group}) > 1
    )


# The rest


def _media(incident: Incident, numbers: Mapping[str, int]) -> tuple[MediaHistory, ...]:
    items: dict[str, list[MediaState]] = defaultdict(list)
    for item in incident.media:
        items[item.name].append(
            MediaState(state=item.state, by=item.by, day=item.day, claim=numbers.get(item.claim))
        )
    return tuple(MediaHistory(name=n, state=h[0].state, history=tuple(h)) for n, h in items.items())


def history(incident: Incident, page: IncidentPage) -> tuple[Step, ...]:
    """Return what happened to the incident, first to last."""
    steps = []
    for step in page.trail:
        other = step.other or ""
        words = {
            "minted": "first seen",
            "merged": f"took over {other}" if step.id == incident.id else f"went into {step.id}",
            "split": f"came out of {other}" if step.id == incident.id else f"{step.id} came out of it",
        }.get(step.event, f"{step.event} {other}".strip())
        steps.append(Step(at=step.at, who="the program", what=words, reason=None))
    steps += [decision_step(d) for d in page.decisions]
    return tuple(sorted(steps, key=lambda s: s.at))


def summary(view: IncidentView) -> str:
    """Return what the incident rests on, in a line."""
    claims = view.line.n_claims
    return " · ".join(
        (plural(claims, "claim"), plural(view.line.n_reports, "report"), plural(view.n_origin_groups, "origin"))
    )
