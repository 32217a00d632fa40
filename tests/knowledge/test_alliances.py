"""What a claimant is to a target, on a day."""

from datetime import date

import pytest

from counterclaim.knowledge.actors import load_registry
from counterclaim.knowledge.alliances import relation

CASES = [
    (["mil-MLI"], ["mil-MLI"], "2024-01-01", "belligerent", "own"),
    (["min-defence-MLI"], ["mil-MLI"], "2024-01-01", "belligerent", "own"),
    (["sana"], ["mil-SYR"], "2016-01-01", "media", "own"),
    (["macina-katiba"], ["jnim"], "2024-01-01", "belligerent", "own"),
    (["qassam"], ["hamas"], "2024-01-01", "belligerent", "own"),
    (["wagner"], ["mil-MLI"], "2025-06-06", "belligerent", "ally"),
    (["wagner"], ["mil-MLI"], "2025-06-07", "belligerent", "unknown"),
    (["africa-corps"], ["mil-MLI"], "2025-06-07", "belligerent", "ally"),
    (["mil-RUS"], ["mil-SYR"], "2016-02-01", "belligerent", "ally"),
    (["mil-RUS"], ["mil-SYR"], "2014-02-01", "belligerent", "unknown"),
    (["hezbollah"], ["mil-SYR"], "2016-02-01", "belligerent", "ally"),
    (["mil-UGA"], ["mil-SSD"], "2025-03-20", "belligerent", "ally"),
    (["white-army"], ["spla-io"], "2025-03-20", "belligerent", "ally"),
    (["fdlr"], ["mil-COD"], "2024-03-20", "belligerent", "ally"),
    (["wazalendo"], ["mil-COD"], "2024-03-20", "belligerent", "ally"),
    (["mil-RWA"], ["m23"], "2024-03-20", "belligerent", "ally"),
    (["jnim"], ["mil-MLI"], "2024-03-20", "belligerent", "adversary"),
    (["csp"], ["mil-MLI"], "2024-07-28", "belligerent", "adversary"),
    (["rsf"], ["mil-SDN"], "2024-07-28", "belligerent", "adversary"),
    (["rsf"], ["mil-SDN"], "2022-07-28", "belligerent", "ally"),
    (["taliban"], ["mil-AFG"], "2015-07-28", "belligerent", "adversary"),
    (["taliban"], ["mil-AFG"], "2023-07-28", "belligerent", "ally"),
    (["ola"], ["mil-ETH"], "2024-07-28", "belligerent", "adversary"),
    (["islamic-state"], ["mil-EGY"], "2016-07-28", "belligerent", "adversary"),
    (["sohr"], ["mil-SYR"], "2016-07-28", "monitor", "third_party"),
    ([], ["mil-SYR"], "2016-07-28", "eyewitness", "third_party"),
    (["hamas"], [], "2024-07-28", "medical", "third_party"),
    (["mil-SYR"], ["mil-SYR"], "2016-07-28", "anonymous", "anonymous"),
    ([], [], "2016-07-28", None, "unknown"),
    (["nobody"], ["mil-SYR"], "2016-07-28", "belligerent", "unknown"),
    (["jnim"], ["mil-MLI"], None, "belligerent", "adversary"),
    (["rsf"], ["mil-SDN"], None, "belligerent", "unknown"),
    (["mil-FRA"], ["jnim", "mil-MLI"], "2015-01-01", "belligerent", "unknown"),
    (["sohr"], ["mil-SYR"], "2016-07-28", None, "third_party"),
    (["unhcr"], [], "2016-07-28", None, "third_party"),
    (["gov-NOR"], ["mil-MLI"], "2025-01-01", "government", "third_party"),
    (["gov-NOR"], [], "2025-01-01", "government", "unknown"),
    (["gov-NOR", "nobody"], ["islamic-state"], "2025-01-01", "government", "adversary"),
    ([], ["mil-SSD"], "2025-01-01", "local_official", "third_party"),
    (["pol-SSD"], ["mil-SSD"], "2025-01-01", "local_official", "own"),
    (["mil-MLI"], [], "2025-01-01", "belligerent", "unknown"),
    (["tass"], ["mil-UKR"], "2024-01-01", "media", "adversary"),
    (["hezbollah"], ["hamas"], "2024-01-01", "belligerent", "ally"),
    (["mil-UGA"], ["spla-io"], "2025-09-28", "belligerent", "adversary"),
    (["codeco"], ["zaire-ituri"], "2025-01-28", "belligerent", "adversary"),
    (["coalition-isis"], ["sdf"], "2017-10-01", "belligerent", "ally"),
    (["boko-haram"], ["iswap"], "2024-06-01", "belligerent", "adversary"),
]


@pytest.mark.parametrize(("claimant", "target", "on", "role", "expected"), CASES)
def test_relation(claimant: list[str], target: list[str], on: str | None, role: str | None, expected: str) -> None:
    day = date.fromisoformat(on) if on else None
    assert relation(load_registry(), claimant, target, day, role) == expected  # type: ignore[arg-type]
