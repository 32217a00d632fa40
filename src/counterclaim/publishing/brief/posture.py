"""Where forces are, how strong, and how they move, as somebody says."""

from counterclaim.publishing.brief.clauses import is_clause, own_words
from counterclaim.publishing.brief.model import Said
from counterclaim.publishing.brief.names import Names
from counterclaim.publishing.brief.nouns import people
from counterclaim.publishing.brief.words import amount, given, on_days, quote

_NOUNS = {
    "offensive": "an offensive",
    "deployed": "a deployment",
    "reinforced": "reinforcements",
    "withdrawn": "a withdrawal",
    "announced_withdrawal": "a planned withdrawal",
    "present": "a presence",
}


def posture_words(one: Said, names: Names) -> str | None:
    """Return what stands after the speaker's name, None where a claim tells no more than its type."""
    claim, who = one.claim, names.speaker(one)
    place = f" in {given(claim.place.name)}" if claim.place is not None else ""
    time = f" {on_days(claim.time.start, claim.time.end, claim.time.precision)}".rstrip() if claim.time else ""
    if claim.kind == "strength":
        return f"{who.says} there are {amount(claim.quantity, *people(claim))}{place}{time}"
    agent = claim.agent if claim.agent is not None and claim.agent.id is not None else None
    itself = agent is not None and bool(claim.attribution) and agent.name == claim.attribution[-1].party.name
    subject = who.it if itself else names.party(agent) if agent is not None else None
    several = itself and who.it == "they"
    if claim.type == "announced_withdrawal" and subject is not None:
        return f"{who.says} {subject} {'plan' if several else 'plans'} to withdraw{place.replace(' in ', ' from ', 1)}{time}"
    if claim.type == "present" and subject is not None and place:
        return f"{who.says} {subject} {'remain' if several else 'remains'}{place}{time}"
    words = own_words(claim)
    if words is not None and is_clause(words):
        dated = f" ({time.strip().removeprefix('on ')})" if time else ""
        return f"{who.says} {quote(words)}{dated}"
    if not place and words is None:
        return None
    spoken = f" ({quote(words)})" if words is not None else ""
    return f"{who.does('report')} {_NOUNS[claim.type]}{place}{time}{spoken}"
