"""What an incident says, in the words of a page: its days, its place, its sides, its figures and their marks."""

from counterclaim.publishing.text import shown
from counterclaim.record import Figure, Incident, IncidentPlace, IncidentTime

UNKNOWN = "?"
NO_SIDE = {"civilians": "civilians", "people": "people (no side told)"}
SHORT = 10  # digits of an id that a table shows; `show` takes them

CONTESTED = {
    "responsibility": "who did it is disputed",
    "count": "the counts exclude each other",
    "occurrence": "a party denies that it happened",
    "status": "it is disputed whether they were civilians",
}
BASIS = {
    "third_party": "on the word of third parties",
    "own": "on the own word of the side that suffered it",
    "adversary_only": "claimed by adversaries alone: no best figure",
    "anonymous_only": "claimed by unnamed sources alone: no best figure",
    "none": "nobody gives a number that counts",
}
GRADES = {
    "confirmed": "confirmed: a party accepts that it did it",
    "fair": "fair: two or more credible sources",
    "weak": "weak: a single source, or sources that are not independent",
    "contested": "contested: who did it is disputed",
    "discounted": "discounted: the dead were fighters, or nothing of the claim is left",
}


def days(time: IncidentTime) -> str:
    """Return the days as precise as they are known: a day, two days, a week, a month, a year, or "no date"."""
    start, end = time.start, time.end
    if start is None or end is None:
        return start or end or "no date"
    if time.precision == "year" and start[:4] == end[:4]:
        return start[:4]
    if time.precision == "month" and start[:7] == end[:7]:
        return start[:7]
    if time.precision == "week":
        return f"week of {start}"
    return start if start == end else f"{start} to {end}"


def spot(place: IncidentPlace | None) -> str:
    """Return a place's name, region and country."""
    if place is None:
        return "no place told"
    parts = [place.name, place.admin1 if place.admin1 not in (None, place.name) else None, place.country]
    return shown(", ".join(p for p in parts if p))


def side_name(incident: Incident, key: str) -> str:
    """Return the name of a side of a figure; a key that is no side's stands for itself (a thing, words)."""
    if key in NO_SIDE:
        return NO_SIDE[key]
    return shown(next((s.name for s in incident.sides if s.key == key), key))


def sides_line(incident: Incident) -> str:
    """Return the sides of an incident, one after the other."""
    return " / ".join(side_name(incident, side.key) for side in incident.sides) or "no side told"


def counted(figure: Figure) -> str:
    """Return what a figure counts: "killed", "destroyed (vehicles)"."""
    return figure.measure if figure.unit in ("people", "other") else f"{figure.measure} ({figure.unit})"


def low_best_high(figure: Figure) -> tuple[str, str, str]:
    """Return the three bounds as text: "?" where there is no best, "24+" where nothing bounds it from above."""
    best = UNKNOWN if figure.best is None else f"{figure.best:,}"
    if figure.high is not None:
        high = f"{figure.high:,}"
    else:
        high = UNKNOWN if figure.high_stated is None else f"{figure.high_stated:,}"
    return f"{figure.low:,}", best, high + "+" * (figure.open_high and high != UNKNOWN)


def contested_ways(figure: Figure) -> list[str]:
    """Return the ways in which a figure is contested."""
    return [name for name in CONTESTED if getattr(figure.contested, name)]


def marks(figure: Figure) -> str:
    """Return the marks of a figure in few words."""
    ways = contested_ways(figure)
    found = [f"contested ({', '.join(ways)})"] if ways else []
    found += [
        word
        for word, true in (
            ("open", figure.open_high),
            ("unanswered", figure.unanswered),
            ("provisional", figure.provisional),
            ("residual", figure.residual),
        )
        if true
    ]
    return ", ".join(found)


def sentences(figure: Figure) -> list[str]:
    """Return what a figure rests on and what it suffers from, each in a sentence."""
    found = [BASIS[figure.basis]]
    found += [f"contested: {CONTESTED[way]}" for way in contested_ways(figure)]
    told = (
        ("open: nothing that was said bounds it from above", figure.open_high),
        ("the numbers differ, yet do not exclude each other", figure.figures_differ and not figure.contested.count),
        ("relayed differently: two reports give one claimant two numbers", figure.relayed_differently),
        ("unanswered: one side's claim, and the other side says nothing", figure.unanswered),
        ("provisional: fewer than two independent sources", figure.provisional),
        ("residual: what a total leaves when the single events in it are taken out", figure.residual),
    )
    found += [words for words, true in told if true]
    if figure.claimed_only:
        found.append(f"{plural(len(figure.claimed_only), 'claim')} not counted, for somebody disbelieves them")
    return found


def plural(number: int, what: str) -> str:
    """Return a number with what it counts."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def short(id_: str) -> str:
    """Return the beginning of an id, as a table shows it."""
    return shown(id_.removeprefix("incident-")[:SHORT])
