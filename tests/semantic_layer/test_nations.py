import pytest

from semantic_layer.nations import is_nation, nation_said


@pytest.mark.parametrize("said", ["Japan", "japanese", "JP", "JPN"])
def test_a_nation_is_known_by_name_code_and_adjective(said: str) -> None:
    nation = nation_said(said)
    assert nation is not None
    assert {"Japan", "JP", "JPN", "Japanese"} <= set(nation.forms)


@pytest.mark.parametrize("said", ["in", "no", "it", "us", "be", "me", "to", "can"])
def test_words_of_everyday_english_are_no_codes(said: str) -> None:
    assert nation_said(said) is None


def test_other_names_and_accents_are_known() -> None:
    assert nation_said("U.S.") is nation_said("United States") is nation_said("America")
    assert is_nation("Cote d'Ivoire")
    assert not is_nation("Atlantis")
