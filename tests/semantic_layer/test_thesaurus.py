from pathlib import Path

import pytest

from semantic_layer import thesaurus
from semantic_layer.thesaurus import is_word, near_words, reworded
from semantic_layer.words import stem

_LINES = Path(thesaurus.__file__).with_name("thesaurus.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("said", "meant"), [("aerodrome", "airport"), ("surname", "lastname"), ("vessel", "ship")])
def test_one_word_stands_for_another_both_ways(said: str, meant: str) -> None:
    assert near_words(stem(said))[stem(meant)] == near_words(stem(meant))[stem(said)] > 0.5


@pytest.mark.parametrize(("said", "meant"), [("money", "budget"), ("punter", "customer"), ("outgoings", "expense")])
def test_an_everyday_word_stands_for_a_name_and_not_the_other_way_round(said: str, meant: str) -> None:
    assert near_words(stem(said))[stem(meant)] > 0.5
    assert stem(said) not in near_words(stem(meant))


def test_a_spelling_is_nearer_than_a_synonym_and_a_synonym_than_a_loose_one() -> None:
    spelling = near_words(stem("color"))[stem("colour")]
    synonym, loose = near_words(stem("forename"))["firstnam"], near_words(stem("fate"))[stem("destiny")]
    assert 1 > spelling > synonym > loose > 0.5


def test_a_word_is_found_by_its_stem_where_the_stem_is_spelt_otherwise() -> None:
    assert is_word(stem("company"))
    assert is_word(stem("pay"))
    assert is_word(stem("children"))
    assert not is_word(stem("expence"))


def test_a_name_is_said_in_phrases_of_other_lengths() -> None:
    assert (stem("surname"),) in {other for other, _ in reworded((stem("last"), stem("name")))}
    ways = {other for other, _ in reworded((stem("stadium"), stem("capacity")))}
    assert (stem("stadium"), stem("number"), "of", stem("seats")) in ways


def test_a_name_of_one_word_is_left_to_its_single_synonyms() -> None:
    assert all(len(other) > 1 for other, _ in reworded((stem("capacity"),)))


def test_every_line_is_a_comment_or_a_set_of_two_or_more() -> None:
    sets = [line for line in _LINES if not line.startswith("#")]
    assert all(line[:2] in ("+ ", "= ", "~ ", "> ", "< ") and len(line[2:].split(",")) > 1 for line in sets)
    assert len(set(sets)) == len(sets)


def test_no_word_comes_twice_in_a_set() -> None:
    for line in _LINES:
        entries = [one.strip() for one in line[2:].split(",")]
        assert line.startswith("#") or len(set(entries)) == len(entries), line
