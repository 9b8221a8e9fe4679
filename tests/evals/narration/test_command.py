from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from evals.narration.command import narration_command
from tests.agents.scripted_endpoint import endpoint

SHOP = """order_id,ordered_on,region,amount
1,2024-01-05,North,120.50
2,2024-02-11,South,80.25
3,2024-02-20,North,411.75
4,2024-03-02,South,95.00
"""


def test_answers_are_worded_by_the_model_and_lies_of_it_never_appear(tmp_path: Path) -> None:
    (tmp_path / "shop.csv").write_text(SHOP, encoding="utf-8")
    with endpoint("It came to {f1}, which is 4711% more than 9,999 in 1817.") as model:
        arguments = ["--endpoint", model.url, "--model", "scripted", "--databases", str(tmp_path), "--answers", "4"]
        ran = CliRunner().invoke(narration_command, arguments)
    assert ran.exit_code == 0, ran.output
    assert ran.output.startswith("4 answers,")
    assert "0 figures that nothing supports" in ran.output
    assert model.requests
