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
    (["wagner"], ["mil-MLI"], "2021-11-30", "belligerent", "unknown"),
    (["mil-SAU"], ["houthis"], "2015-03-25", "belligerent", "unknown"),
    (["mil-SAU"], ["houthis"], "2015-03-26", "belligerent", "adversary"),
    (["saudi-coalition"], ["mil-YEM"], "2019-03-26", "belligerent", "ally"),
    (["sdf"], ["mil-USA"], "2017-06-01", "belligerent", "ally"),
    (["sdf"], ["mil-SYR"], "2016-06-01", "belligerent", "unknown"),
    (["sdf"], ["mil-SYR"], "2026-01-18", "belligerent", "adversary"),
    (["hts"], ["mil-SYR"], "2024-12-08", "belligerent", "adversary"),
    (["hts"], ["mil-SYR"], "2025-03-08", "belligerent", "ally"),
    (["mil-RUS"], ["mil-UKR"], "2023-05-01", "belligerent", "adversary"),
    (["mil-PRK"], ["mil-UKR"], "2023-05-01", "belligerent", "unknown"),
    (["mil-PRK"], ["mil-UKR"], "2025-01-01", "belligerent", "adversary"),
    (["hamas"], ["mil-ISR"], "2021-05-12", "belligerent", "adversary"),
    (["hezbollah"], ["mil-ISR"], "2024-10-01", "belligerent", "adversary"),
    (["houthis"], ["mil-ISR"], "2024-07-20", "belligerent", "adversary"),
    (["jnim"], ["issp"], "2018-06-01", "belligerent", "unknown"),
    (["jnim"], ["issp"], "2022-06-01", "belligerent", "adversary"),
    (["amisom"], ["mil-SOM"], "2018-06-01", "belligerent", "ally"),
    (["al-shabaab"], ["amisom"], "2018-06-01", "belligerent", "adversary"),
    (["mil-ERI"], ["mil-ETH"], "2021-06-01", "belligerent", "ally"),
    (["mil-ERI"], ["tplf"], "2021-06-01", "belligerent", "adversary"),
    (["tplf"], ["mil-ETH"], "2022-11-03", "belligerent", "unknown"),
    (["tnla"], ["arakan-army"], "2023-10-27", "belligerent", "ally"),
    (["taliban"], ["mil-PAK"], "2025-10-12", "belligerent", "adversary"),
    (["ttp"], ["mil-PAK"], "2023-10-12", "belligerent", "adversary"),
    (["bla"], ["mil-PAK"], "2023-10-12", "belligerent", "adversary"),
    (["lna"], ["mil-LBY"], "2019-10-12", "belligerent", "adversary"),
    (["eln-col"], ["emc"], "2024-10-12", "belligerent", "adversary"),
    (["viv-ansanm"], ["pol-HTI"], "2024-10-12", "belligerent", "adversary"),
    (["sudan-shield"], ["rsf"], "2024-10-19", "belligerent", "ally"),
    (["sudan-shield"], ["rsf"], "2024-10-20", "belligerent", "adversary"),
    (["fdlr"], ["mil-COD"], "2015-10-20", "belligerent", "adversary"),
    (["mil-THA"], ["mil-KHM"], "2025-07-25", "belligerent", "adversary"),
    (["mil-THA"], ["mil-KHM"], "2019-07-25", "belligerent", "unknown"),
    (["pkk"], ["mil-TUR"], "2016-07-25", "belligerent", "adversary"),
    (["pkk"], ["mil-TUR"], "2025-07-25", "belligerent", "unknown"),
]

# nothing but a dyad of UCDP's joins these
DYADS = [
    (["sinaloa-cartel"], ["cjng"], "2024-01-01", "adversary"),
    (["mil-IRQ"], ["mahdi-army"], "2008-01-01", "adversary"),
    (["mahdi-army"], ["mil-IRQ"], None, "adversary"),
    (["hezbollah"], ["sla-lebanon"], "1995-01-01", "adversary"),
    (["iskp"], ["hezbollah"], "2020-01-01", "adversary"),
]

# a curated entry decides, whatever day it holds, against a dyad of UCDP's
CURATED = [
    (["milf"], ["mil-PHL"], "2020-01-01", "ally"),
    (["kdp"], ["puk"], "2020-01-01", "unknown"),
    (["fprc"], ["anti-balaka"], "2015-01-01", "adversary"),
    (["fprc"], ["anti-balaka"], "2022-01-01", "unknown"),
]


@pytest.mark.parametrize(("claimant", "target", "on", "role", "expected"), CASES)
def test_relation(claimant: list[str], target: list[str], on: str | None, role: str | None, expected: str) -> None:
    day = date.fromisoformat(on) if on else None
    assert relation(load_registry(), claimant, target, day, role) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(("claimant", "target", "on", "expected"), DYADS + CURATED)
def test_dyads_of_ucdp(claimant: list[str], target: list[str], on: str | None, expected: str) -> None:
    day = date.fromisoformat(on) if on else None
    assert relation(load_registry(), claimant, target, day, "belligerent") == expected


@pytest.mark.parametrize(("one", "other"), [("FRA", "THA"), ("CHN", "VNM"), ("SLV", "HND"), ("GBR", "ARG")])
def test_old_wars_of_states_make_no_adversaries(one: str, other: str) -> None:
    said = relation(load_registry(), [f"mil-{one}"], [f"mil-{other}"], date(2024, 1, 1), "belligerent")
    assert said == "third_party"
