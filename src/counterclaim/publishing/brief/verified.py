"""What is verified and what is not: media, statements that a report calls unverified, and on how many origins figures rest."""

from collections.abc import Sequence

from counterclaim.publishing.brief.clauses import Utterance
from counterclaim.publishing.brief.figures import counting, of_figure
from counterclaim.publishing.brief.model import Sentence, Story
from counterclaim.publishing.brief.names import Names, Speaker
from counterclaim.publishing.brief.voices import Voice, after_says, made, voices
from counterclaim.publishing.brief.words import given, listed, quote


def verified(story: Story, names: Names) -> list[Sentence]:
    """Return what is said of media, which statements a report calls unverified, and which figures rest on one origin."""
    speakers = voices(story.said, names)
    media = [_media(u, v.speaker) for v in speakers for u in v.told if u.first.claim.kind == "media"]
    return [*media, *_not_verified(speakers), *_origins(story, names)]


def _media(told: Utterance, who: Speaker) -> Sentence:
    claim = told.first.claim
    name = claim.target.name.lower() if claim.target is not None else "material"
    several = name.endswith("s")
    have = "have" if who.plural else "has"
    words = quote(" … ".join(e.quote for e in claim.evidence))
    if claim.type == "refuted":
        are, they = ("are", "they are") if several else ("is", "it is")
        lead = f"{who.name} {who.says} the {given(name)} {are} not what {they} said to be"
    elif told.first.claim.attribution:
        lead = f"{who.name} {have} {'not ' if claim.type == 'unverified' else ''}verified the {given(name)}"
    else:
        could = (
            "could not be verified" if claim.type == "unverified" else f"{'were' if several else 'was'} verified"
        )
        lead = f"{who.name} {who.says} the {given(name)} {could}"
    return made(f"{lead}: {words}", told.claims)


def _not_verified(speakers: Sequence[Voice]) -> list[Sentence]:
    """Return the statements that a report prints with the remark that they could not be verified."""
    found = []
    for voice in speakers:
        open_ = [
            (c, [s.claim.id for s in u.said if s.claim.stance == "unverified"])
            for u, c in voice.clauses
            if c.shape != "denied" and any(s.claim.stance == "unverified" for s in u.said)
        ]
        if not open_:
            continue
        items = [f"that {after_says(voice.speaker, c)}".split(", including")[0] for c, _ in open_]
        whose = f"{voice.speaker.name}’s word " if voice.first.claim.attribution else ""
        ids = [c for _, some in open_ for c in some]
        found.append(
            made(f"not independently verified, as the reports themselves say, is {whose}{listed(items)}", ids)
        )
    return found


def _origins(story: Story, names: Names) -> list[Sentence]:
    """Return which numbers of dead and injured rest on one origin, and which on more."""
    rows: dict[bool, list[tuple[str, list[str]]]] = {True: [], False: []}
    for figure in story.incident.figures:
        said = counting(story, figure)
        if figure.measure not in ("killed", "injured") or not said or figure.unit != "people":
            continue
        if figure.contested.count or figure.unanswered or any(s.claim.part_of for s in said):
            continue
        if figure.side != "civilians" and figure.side != "people" and figure.side not in names.registry:
            continue
        rows[figure.n_origin_groups > 1].append((of_figure(story, figure, names), [s.claim.id for s in said]))
    found = []
    for several, words in ((True, "more than one independent origin"), (False, "a single origin")):
        if told := rows[several]:
            head, verb = ("number", "rests") if len(told) == 1 else ("numbers", "rest")
            what = listed([row[0] for row in told])
            found.append(made(f"the {head} of {what} {verb} on {words}", [c for row in told for c in row[1]]))
    return found
