"""Figures against each other: what is contested, what differs, what one side leaves unanswered, and who blames whom."""

from collections.abc import Sequence

from counterclaim.publishing.brief.clauses import NOBODYS, Utterance
from counterclaim.publishing.brief.model import Said, Sentence, Story
from counterclaim.publishing.brief.names import Names
from counterclaim.publishing.brief.voices import Voice, after_says, made, voices
from counterclaim.publishing.brief.words import amount, given, number
from counterclaim.record import Figure

COUNTED = {
    "killed": "dead", "injured": "injured", "casualties": "dead and injured", "captured": "captured",
    "abducted": "abducted", "missing": "missing", "displaced": "displaced", "arrested": "arrested",
    "released": "released", "surrendered": "surrendered", "seized": "seized", "destroyed": "destroyed",
    "damaged": "damaged", "lost": "lost",
}  # fmt: skip
_EACH = 2  # statements of one speaker on who did it


def contested(story: Story, names: Names) -> list[Sentence]:
    """Return a sentence for each figure that is contested, differs or is left unanswered, and who is blamed by whom."""
    found = []
    speakers = voices(story.said, names)
    for figure in ordered(story):
        if figure.contested.count:
            found += _against(story, figure, names, speakers, "is contested")
        elif figure.figures_differ:
            found += _against(story, figure, names, speakers, "differs between those who give it")
        if figure.unanswered:
            found += _unanswered(story, figure, names, speakers)
    found += _responsibility(story, speakers)
    found += _occurrence(story, speakers)
    disputed = [c for f in story.incident.figures if f.contested.status for c in f.claims]
    known = {s.claim.id for s in story.said}
    if cited := [c for c in disputed if c in known]:
        found.append(made("whether those counted were civilians or fighters is contested", cited))
    return found


def ordered(story: Story) -> list[Figure]:
    """Return the figures of an incident, the dead first."""
    return sorted(story.incident.figures, key=lambda f: (f.measure != "killed", f.measure, f.side))


def of_figure(story: Story, figure: Figure, names: Names) -> str:
    """Return what a figure counts: "dead on the side of the army", "civilians killed", "barges seized"."""
    verb = {"casualties": "killed or injured"}.get(figure.measure, figure.measure)
    if figure.side in NOBODYS:
        return f"{figure.side} {verb}"
    if is_side(story, figure):
        return f"{COUNTED[figure.measure]} on the side of {names.side(story, figure.side).name}"
    return f"{given(figure.side)} {verb}"


def is_side(story: Story, figure: Figure) -> bool:
    """Tell whether a figure counts the people of a side that fights or is named."""
    return (
        figure.unit == "people"
        and figure.side not in NOBODYS
        and any(s.key == figure.side for s in story.incident.sides)
    )


def counting(story: Story, figure: Figure) -> list[Said]:
    """Return the claims that a figure counts."""
    claims = {*figure.claims} - {*figure.claimed_only}
    return [s for s in story.said if s.claim.id in claims and s.claim.stance != "denied"]


def numbers_told(story: Story, figure: Figure, speakers: Sequence[Voice]) -> list[tuple[Voice, Utterance]]:
    """Return what each speaker gives for a figure as a whole, the last of it."""
    counted = {s.claim.id for s in counting(story, figure)}
    found = []
    for voice in speakers:
        whole = [
            u
            for u in voice.told
            if u.first.claim.id in counted
            and u.first.claim.quantity is not None
            and (u.first.claim.part_of is None or u.first.side != figure.side)
            and (u.first.side == figure.side)
        ]
        if whole:
            found.append((voice, max(whole, key=lambda u: (u.first.report.published or "", _size(u)))))
    return found


def _size(told: Utterance) -> int:
    quantity = told.first.claim.quantity
    return max(quantity.low or 0, quantity.high or 0) if quantity is not None else 0


def gives(voice: Voice, told: Utterance, figure: Figure) -> str:
    """Return who says which number: "the army says 52", "the SPLA-IO admits eight"."""
    own = told.first.stands == "own" and figure.side not in NOBODYS
    verb = voice.speaker.does("admit") if own else voice.speaker.says
    return f"{voice.speaker.name} {verb} {amount(told.first.claim.quantity)}"


def _against(story: Story, figure: Figure, names: Names, speakers: Sequence[Voice], what: str) -> list[Sentence]:
    """Return one sentence that sets the numbers of the speakers against each other, and one that weighs them."""
    told = numbers_told(story, figure, speakers)
    if (
        len({(u.first.claim.quantity.low, u.first.claim.quantity.high) for _, u in told if u.first.claim.quantity})
        < 2
    ):
        return []
    told.sort(key=lambda t: (t[0].rank, t[1].first.stands == "own"))
    numbers = "; ".join(gives(v, u, figure) for v, u in told)
    found = [
        made(
            f"the number of {of_figure(story, figure, names)} {what}: {numbers}",
            [c for _, u in told for c in u.claims],
        )
    ]
    known = {s.claim.id for s in story.said}
    bounds = [c for c in (figure.low_claim, figure.best_claim, figure.high_claim) if c in known and c is not None]
    if bounds and figure.best is not None:
        top = figure.high if figure.high is not None else figure.high_stated
        high = f"a high of {number(top)}" if top is not None else "no high"
        above = " or more" if figure.open_high and top is not None else ""
        least = "none" if figure.low == 0 else number(figure.low)
        best = "none" if figure.best == 0 else number(figure.best)
        found.append(
            made(
                f"weighed together, these give a low of {least}, a best figure of {best} and {high}{above}", bounds
            )
        )
    return found


def _unanswered(story: Story, figure: Figure, names: Names, speakers: Sequence[Voice]) -> list[Sentence]:
    """Return who says it, and that the side concerned gives no figure: only where the record shows just that."""
    said = counting(story, figure)
    if not said or not is_side(story, figure) or figure.side not in names.registry:
        return []
    if any(s.stands in ("own", "ally") or s.speaker == figure.side for s in said):
        return []
    ids, told, claims = {s.claim.id for s in said}, [], list[str]()
    for voice in speakers:
        for one, words in voice.clauses:
            if one.first.claim.id in ids and words.shape in ("did", "happened"):
                told.append(f"{voice.speaker.name} {voice.speaker.says} {after_says(voice.speaker, words)}")
                claims += one.claims
    if not told:
        return []
    side = names.side(story, figure.side)
    silent = f"{side.name} {'give' if side.plural else 'gives'} no figure of {side.its} own in these reports"
    return [made(f"{'; '.join(told)}; {silent}", claims)]


def _responsibility(story: Story, speakers: Sequence[Voice]) -> list[Sentence]:
    """Return who blames whom, and who denies it, where that is contested."""
    if not any(f.contested.responsibility for f in story.incident.figures):
        return []
    told, claims = [], list[str]()
    for voice in speakers:
        who, mine = voice.speaker, dict[str, tuple[str, ...]]()
        for one, words in voice.clauses:
            first = one.first
            if not first.claim.attribution or first.claim.kind != "event" or first.claim.type == "Armed clash":
                continue
            if words.shape == "denied":
                mine.setdefault(f"{who.name} {who.does('deny')} {words.words}", words.claims)
            elif first.agent != first.speaker or first.agent is None:
                mine.setdefault(f"{who.name} {who.says} {words.words}", words.claims)
        for line in sorted(mine, key=lambda line: "“" not in line)[:_EACH]:
            told.append(line)
            claims += mine[line]
    return [made(f"who is responsible is contested: {'; '.join(told)}", claims)] if len(told) > 1 else []


def _occurrence(story: Story, speakers: Sequence[Voice]) -> list[Sentence]:
    """Return who denies that it happened, where that is contested."""
    if not any(f.contested.occurrence for f in story.incident.figures):
        return []
    blamed = any(f.contested.responsibility for f in story.incident.figures)
    told, claims = [], list[str]()
    for voice in speakers:
        for one, words in voice.clauses:
            responsible = one.first.claim.kind == "event" and (blamed or one.first.agent is not None)
            if words.shape == "denied" and not responsible:
                told.append(f"{voice.speaker.name} {voice.speaker.does('deny')} {words.words}")
                claims += words.claims
    return [made(f"some of what is told is denied: {'; '.join(told)}", claims)] if told else []
