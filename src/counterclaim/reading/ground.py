"""Grounding: a claim whose quotation or number does not stand in the text at its offsets is refused, and kept."""

from counterclaim.record import Claim, Refusal


def ground(text: str, claims: list[Claim]) -> tuple[list[Claim], list[Refusal]]:
    """Split claims into those whose every quoted word stands in `text` at its offsets, and refusals with a reason."""
    kept: list[Claim] = []
    refused: list[Refusal] = []
    for claim in claims:
        problem = _problem(text, claim)
        if problem is None:
            kept.append(claim)
        else:
            refused.append(Refusal(code=problem[0], message=problem[1], claim=claim))
    return kept, refused


def _problem(text: str, claim: Claim) -> tuple[str, str] | None:
    if not claim.evidence:
        return "no-evidence", "the claim quotes nothing"
    for evidence in claim.evidence:
        if (
            not 0 <= evidence.start < evidence.end <= len(text)
            or text[evidence.start : evidence.end] != evidence.quote
        ):
            return "misquoted", f"the text at {evidence.start}-{evidence.end} is not the quotation"
    for name in ("quantity", "agent", "target", "means", "place"):
        part = getattr(claim, name)
        if part is not None and text[part.start : part.end] != part.text:
            return f"misquoted-{name}", f"the {name}'s words do not stand at {part.start}-{part.end}"
    if claim.time is not None and text[claim.time.text_start : claim.time.text_end] != claim.time.text:
        return "misquoted-time", "the time's words do not stand at their offsets"
    quantity = claim.quantity
    if quantity is not None:
        if quantity.low is not None and quantity.high is not None and quantity.low > quantity.high:
            return "crossed-quantity", f"low {quantity.low} is greater than high {quantity.high}"
        if not any(e.start <= quantity.start and quantity.end <= e.end for e in claim.evidence):
            return "number-outside", "the number stands outside the quotation"
    for link in claim.attribution:
        if text[link.start : link.end] != link.text:
            return "misquoted-source", "the source's words do not stand at their offsets"
    return None
