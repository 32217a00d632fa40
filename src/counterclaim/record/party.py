"""A party: whoever claims, acts or suffers."""

from counterclaim.record.base import Span


class Party(Span, frozen=True, kw_only=True):
    """A named or described party as the text has it, tied to the registry where the registry knows it.

    `name` is the full name in the text or the registry's; `id` the registry's, or None where the registry has
    no such actor: the words then stand as they are. `type` is the registry's kind (army, rebel, ministry, ...).
    """

    name: str
    id: str | None = None
    type: str | None = None
