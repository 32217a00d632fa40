"""Taxonomies."""

from importlib.resources import files
from typing import Any

import pytest
import yaml

from counterclaim.errors import DataError
from counterclaim.knowledge.taxonomies import acled, kinds, plover, read_taxonomies, roles


def test_acled() -> None:
    assert len(kinds()["event"]) == 25
    clash = acled("Armed clash")
    assert clash is not None and (clash.event_type, clash.plover) == ("Battles", "ASSAULT")
    assert acled("armed clash") is None
    types = {sub.event_type for name in kinds()["event"] if (sub := acled(name))}
    assert types == {
        "Battles", "Protests", "Riots", "Explosions/Remote violence", "Violence against civilians",
        "Strategic developments",
    }  # fmt: skip


def test_kinds() -> None:
    assert kinds()["strength"] == ("force_size",)
    assert "surrendered" in kinds()["casualty"]
    assert sum(map(len, kinds().values())) == 25 + 10 + 4 + 6 + 1 + 3 + 1 + 4


def test_hierarchy_and_disorder() -> None:
    events = [sub for name in kinds()["event"] if (sub := acled(name))]
    assert [sub.rank for sub in events] == list(range(1, 26))
    disorder = {sub.name: sub.disorder for sub in events}
    assert disorder["Armed clash"] == ("Political violence",)
    assert disorder["Excessive force against protesters"] == ("Political violence", "Demonstrations")
    assert disorder["Violent demonstration"] == ("Demonstrations",)
    assert disorder["Mob violence"] == ("Political violence",)


@pytest.mark.parametrize(
    ("event", "means", "expected"),
    [
        ("Armed clash", None, ("ASSAULT", None)),
        ("Armed clash", "small_arms", ("ASSAULT", "firearms")),
        ("Attack", "blade", ("ASSAULT", "primitive")),
        ("Air/drone strike", "drone", ("ASSAULT", "drone")),
        ("Air/drone strike", "aircraft", ("ASSAULT", "aerial")),
        ("Suicide bomb", "vehicle", ("ASSAULT", "suicide-attack")),
        ("Agreement", "other", ("AGREE", None)),
        ("Other", None, (None, None)),
    ],
)
def test_plover(event: str, means: Any, expected: tuple[str | None, str | None]) -> None:
    assert plover(event, means) == expected


def test_roles_are_described() -> None:
    assert len(roles()) == 13 and all(roles().values())


def _raw() -> Any:
    path = files("counterclaim.knowledge") / "data" / "taxonomies.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda raw: raw["acled"].append(raw["acled"][0]), "Government regains territory stands twice"),
        (lambda raw: raw["acled"][0].update(plover="ASSULT"), "Government regains territory: PLOVER"),
        (lambda raw: raw["acled"][0].update(event_type="Battle"), "no disorder type of Battle"),
        (lambda raw: raw["means"].pop("blade"), "means lack blade"),
        (lambda raw: raw["roles"].pop("un"), "roles lack un"),
        (lambda raw: raw["kinds"].update(rumour=["x"]), "rumour"),
    ],
)
def test_bad_entries_are_named(change: Any, named: str) -> None:
    raw = _raw()
    change(raw)
    with pytest.raises(DataError, match=named):
        read_taxonomies(raw)
