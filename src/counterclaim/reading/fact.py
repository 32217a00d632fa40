"""A fact as the frames find it: token positions in one block, before attribution, time and place are known."""

from typing import Any

from counterclaim.reading.phrases import Counted


class Fact:
    """A mutable draft of a claim. Token positions are the block's; `rule` names the frame that found it."""

    __slots__ = (
        "agent",
        "background",
        "block",
        "chain",
        "checked_by",
        "claimant_key",
        "confidence",
        "counted",
        "denied",
        "evidence",
        "incident",
        "kind",
        "like",
        "modal",
        "negated",
        "parent",
        "part",
        "place",
        "presupposed",
        "rule",
        "scope",
        "stance",
        "superseded",
        "supersedes",
        "target",
        "target_span",
        "time",
        "trigger",
        "type",
        "weapon",
    )  # fmt: skip

    def __init__(self, block: Any, kind: str, type: str, trigger: Any, rule: str) -> None:
        self.block = block
        self.kind = kind
        self.type = type
        self.trigger = trigger
        self.rule = rule
        self.counted: Counted | None = None
        self.agent: Any = None
        self.target: Any = None
        self.target_span: tuple[int, int] | None = None
        self.weapon: Any = None
        self.negated = False
        self.modal = False
        self.denied = False
        self.presupposed = False
        self.part = False
        self.superseded = False
        self.background = False
        self.parent: Fact | None = None
        self.like: Fact | None = (
            None  # whose target a bare number counts too ("seven soldiers died and 16 were hurt")
        )
        self.supersedes: Fact | None = None
        self.chain: list[Any] = []
        self.claimant_key = ""
        self.stance = "asserted"
        self.scope = "incident"
        self.incident: Any = None
        self.time: Any = None
        self.place: Any = None
        self.evidence: tuple[int, int] | None = None
        self.confidence = "high"
        self.checked_by: Any = None

    @property
    def quantity(self) -> tuple[int | None, int | None] | None:
        """Return (low, high), or None where nothing is counted."""
        if self.counted is None or self.counted.q_start is None:
            return None
        return self.counted.low, self.counted.high

    @property
    def sentence(self) -> Any:
        """Return the sentence of the trigger."""
        return self.trigger.sent
