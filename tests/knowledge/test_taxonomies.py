"""Taxonomies."""

from counterclaim.knowledge.taxonomies import acled, kinds


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
