from __future__ import annotations

from evals.ingestion.adjacency import Cell, agreement, relations


def cells(*rows: str) -> list[Cell]:
    return [
        Cell(row=r, row_end=r, column=c, column_end=c, text=text.strip())
        for r, row in enumerate(rows)
        for c, text in enumerate(row.split("|"))
    ]


def test_each_cell_is_related_to_its_neighbours_right_and_below() -> None:
    assert set(relations(cells("a|b", "c|d"))) == {
        ("a", "b", "right"),
        ("c", "d", "right"),
        ("a", "c", "below"),
        ("b", "d", "below"),
    }


def test_blank_cells_are_stepped_over() -> None:
    assert set(relations(cells("a||c"))) == {("a", "c", "right")}


def test_a_cell_across_columns_is_above_each_of_them() -> None:
    wide = Cell(row=0, row_end=0, column=0, column_end=1, text="w")
    assert set(relations([wide, *cells("|", "a|b")])) == {("w", "a", "below"), ("w", "b", "below"), ("a", "b", "right")}


def test_white_space_and_case_do_not_count() -> None:
    assert agreement([cells("A  x|b")], [cells("ax|B")]).f1 == 1.0


def test_missing_and_surplus_relations_lower_recall_and_precision() -> None:
    found = agreement([cells("a|b|x")], [cells("a|b", "c|d")])
    assert (found.right, found.found, found.expected) == (1, 2, 4)
    assert (found.precision, found.recall) == (0.5, 0.25)


def test_equal_relations_count_as_often_as_they_stand() -> None:
    assert agreement([cells("0|0", "0|0")], [cells("0|0")]).right == 1
