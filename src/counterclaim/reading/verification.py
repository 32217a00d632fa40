"""What the text says could not be verified: later words that reach back to earlier claims (CODING.md, Stance)."""

import re
from typing import Any

from counterclaim.reading.fact import Fact

_UNVERIFIED = re.compile(
    r"\b(?:(?:could|can|has|have|had|was|were|is|are|did|do)(?:\s?n[o'’]t| not|not)\b|can['’]t|unable to|no means of|impossible to|cannot|none of|neither|nor)"
    r"[^.;]{0,90}?\b(?:verif|confirm|check|corroborat|substantiat)\w*",
    re.I,
)
_NONE_COULD = re.compile(
    r"\b(?:none of|neither|no)\b[^.;]{0,60}\b(?:could|can|has|have)\b[^.;]{0,40}\b(?:verif|confirm|check|corroborat)\w*",
    re.I,
)
_SWEEPING = re.compile(
    r"\b(?:either|neither|none of|these|both|any of|the (?:rival|competing|two|claims?|figures|accounts|tolls|conflicting))\b",
    re.I,
)
_PLURAL_ALL = re.compile(
    r"\b(?:either|neither|none of|both|rival|competing|conflicting|these (?:claims|figures|accounts|tolls|reports|numbers|statements))\b",
    re.I,
)
_WHO = re.compile(  # who did it could not be verified, not what happened
    r"\b(?:verif|confirm|check|corroborat|determin|establish)\w* (?:who|which|whose|by whom|how|why)\b", re.I
)
_MEDIA = re.compile(r"\b(?:videos?|footage|photo\w*|images?|pictures?|clips?|recordings?|authenticity)\b", re.I)


def mark_unverified(block: Any, facts: list[Fact], media: list[Fact]) -> None:
    """Set stance unverified on the facts that a sentence of this block says could not be verified.

    `facts` are the report's facts in text order, with their chains found. "Neither claim" reaches every attributed
    claim of this paragraph and, where it holds fewer than two claimants, of the one before; any other wording reaches the
    claims of the last claimant before it in this paragraph.
    """
    for sent in block.doc.sents:
        text = sent.text
        if not (_UNVERIFIED.search(text) or _NONE_COULD.search(text)):
            continue
        if _MEDIA.search(text) or _WHO.search(text):
            continue
        before = [
            f
            for f in facts
            if f.chain
            and f.kind not in {"media", "assessment"}
            and (f.block.index, f.trigger.i) < (block.index, sent.end)
            and not (f.block is block and f.trigger.i >= sent.end)
        ]
        here = [f for f in before if f.block is block]
        if _PLURAL_ALL.search(text):
            reach = (
                here
                if len({f.claimant_key for f in here}) >= 2
                else [f for f in before if f.block.index >= block.index - 1 or f.block is block]
            )
            if len({f.claimant_key for f in reach}) < 2:
                reach = [f for f in before if f.block.index >= block.index - 2]
            for fact in reach:
                if not own_loss(fact):
                    fact.stance = "unverified" if fact.stance == "asserted" else fact.stance
        else:
            named = [f for f in before if _names(f, text)]
            pool = named or here or [f for f in before if f.block.index == block.index - 1]
            if not pool:
                continue
            last = pool[-1].claimant_key
            for fact in before:
                if fact.claimant_key == last and fact.block.index >= block.index - 1 and fact.stance == "asserted":
                    if own_loss(fact) and _SWEEPING.search(text):
                        continue
                    fact.stance = "unverified"


def own_loss(fact: Fact) -> bool:
    """Tell whether a fact is its claimant's admission of its own loss."""
    return fact.rule == "verb:own_loss" or bool(
        fact.chain and fact.chain[-1].verb.lemma_.lower() in {"admit", "acknowledge", "concede", "recognise"}
    )


def _names(fact: Fact, text: str) -> bool:
    entity = fact.chain[-1].resolved if fact.chain else None
    return entity is not None and len(entity.name) > 2 and entity.name.lower() in text.lower()


def show_unverified(facts: list[Fact], media: list[Fact]) -> None:
    """What an unverified video shows is itself unverified: facts told in a sentence whose subject is the item."""
    for item in media:
        if item.type != "unverified" or item.target is None:
            continue
        lemma = item.target.lemma_.lower()
        family = {"video": {"video", "footage", "clip", "film"}}.get(lemma, {lemma})
        if lemma in {"footage", "clip"}:
            family = {"video", "footage", "clip", "film"}
        for fact in facts:
            if fact.kind == "media" or fact.stance != "asserted":
                continue
            if abs(fact.block.index - item.block.index) > 2:
                continue
            sent = fact.sentence
            for token in sent:
                if (
                    token.lemma_.lower() in family
                    and token.dep_ in {"nsubj", "nsubjpass"}
                    and token.i < fact.trigger.i
                ):
                    fact.stance = "unverified"
                    fact.rule += "+shown"
                    break
                if (
                    token.lemma_.lower() in family
                    and token.dep_ in {"pobj", "dobj"}
                    and re.search(r"\b(?:of|show|showing|aired|described)\b", sent.text)
                    and (token.i < fact.trigger.i)
                ):
                    fact.stance = "unverified"
                    break
