from pathlib import Path

import pytest

from semantic_layer import thesaurus
from semantic_layer.thesaurus import near_words, reworded
from semantic_layer.words import stem

_LINES = Path(thesaurus.__file__).with_name("thesaurus.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("said", "meant"), [("aerodrome", "airport"), ("surname", "lastname"), ("vessel", "ship")])
def test_one_word_stands_for_another_both_ways(said: str, meant: str) -> None:
    assert near_words()[stem(said)][stem(meant)] == near_words()[stem(meant)][stem(said)] > 0.5


def test_a_spelling_is_nearer_than_a_synonym_and_a_synonym_than_a_loose_one() -> None:
    near = near_words()
    spelling, synonym, loose = near[stem("color")]["colour"], near["forenam"]["firstnam"], near["fate"]["destini"]
    assert 1 > spelling > synonym > loose > 0.5


def test_a_name_is_said_in_phrases_of_other_lengths() -> None:
    assert (stem("surname"),) in {other for other, _ in reworded((stem("last"), stem("name")))}
    ways = {other for other, _ in reworded((stem("stadium"), stem("capacity")))}
    assert (stem("stadium"), stem("number"), "of", stem("seats")) in ways


def test_a_name_of_one_word_is_left_to_its_single_synonyms() -> None:
    assert all(len(other) > 1 for other, _ in reworded((stem("capacity"),)))


def test_every_line_is_a_comment_or_a_set_of_two_or_more() -> None:
    sets = [line for line in _LINES if not line.startswith("#")]
    assert all(line[:2] in ("+ ", "= ", "~ ") and len(line[2:].split(",")) > 1 for line in sets)
    assert len(set(sets)) == len(sets)
