import pytest

from counterclaim.knowledge.name_keys import consonants, exact, sound, without_articles


def test_exact_folds_what_spellings_differ_by():
    assert exact("Deir ez-Zôr") == "deir ez zor"
    assert exact("Ma`arrat an-Nu’mān") == "maarrat an numan"
    assert exact("Al Ḩasakah") == "al hasakah"


def test_articles_fall_but_never_the_whole_name():
    assert without_articles("al bureij") == "bureij"
    assert without_articles("al") == "al"


@pytest.mark.parametrize(
    ("a", "b"),
    [("al-Bureij", "Al Burayj"), ("Khan Sheikhoun", "Khān Shaykhūn"), ("Deir Ezzor", "Deir ez-Zor"), ("Kobane", "Kobani"),
     ("Ras al-Ain", "Ra's al ‘Ayn"), ("Jisr al-Shughour", "Jisr ash Shughūr")],
)  # fmt: skip
def test_spellings_of_one_name_share_their_consonants(a, b):
    assert consonants(sound(exact(a))) == consonants(sound(exact(b)))


def test_other_names_do_not():
    assert consonants(sound(exact("Raqqa"))) != consonants(sound(exact("Rastan")))
