"""What kinds of events are called in prose; where the reader's words say more than the type, they choose."""

import re

from counterclaim.record import Claim

_NOUNS = {
    "Government regains territory": "the retaking of territory by the government",
    "Non-state actor overtakes territory": "the taking of territory by an armed group",
    "Armed clash": "an armed clash",
    "Excessive force against protesters": "force against protesters",
    "Protest with intervention": "a protest that was met with force",
    "Peaceful protest": "a protest",
    "Violent demonstration": "a violent demonstration",
    "Mob violence": "mob violence",
    "Chemical weapon": "the use of a chemical weapon",
    "Air/drone strike": "an air or drone strike",
    "Suicide bomb": "a suicide bombing",
    "Shelling/artillery/missile attack": "a shelling or missile attack",
    "Remote explosive/landmine/IED": "an explosion",
    "Grenade": "a grenade attack",
    "Sexual violence": "sexual violence",
    "Attack": "an attack",
    "Abduction/forced disappearance": "an abduction",
    "Agreement": "an agreement",
    "Arrests": "arrests",
    "Change to group/activity": "a change in an armed group",
    "Disrupted weapons use": "a foiled attack",
    "Headquarters or base established": "the setting up of a base",
    "Looting/property destruction": "looting or destruction of property",
    "Non-violent transfer of territory": "a handover of territory",
    "ceasefire": "a ceasefire",
    "truce": "a truce",
    "prisoner_exchange": "an exchange of prisoners",
    "agreement": "an agreement",
}
_CLOSER = {
    "Air/drone strike": (("drone", "a drone strike"), ("plane|aircraft|air ?strike|jet|bomb|helicopter", "an air strike")),
    "Shelling/artillery/missile attack": (
        ("shell|mortar|artillery|gun", "shelling"),
        ("missile", "a missile attack"),
        ("rocket", "a rocket attack"),
    ),
    "Armed clash": (("ambush", "an ambush"),),
    "Looting/property destruction": (("loot", "looting"), ("torch|burn|fire|alight|ablaze", "the burning of property")),
    "Remote explosive/landmine/IED": (("mine", "a landmine explosion"), ("bomb", "a bombing")),
}  # fmt: skip


def type_noun(type_: str) -> str:
    """Return what an event of a type is called, with its article: "an armed clash"."""
    return _NOUNS.get(type_, "an incident")


def event_noun(claim: Claim) -> str:
    """Return what the event of a claim is called."""
    words = " ".join([*(e.quote for e in claim.evidence), claim.means.text if claim.means else ""]).casefold()
    for pattern, noun in _CLOSER.get(claim.type, ()):
        if re.search(pattern, words):
            return noun
    return type_noun(claim.type)
