from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

import pandas as pd
import pytest
from scipy import stats

from agents.analyst.deep.statistics_asked import statistics_asked
from core.answer import Answer
from workspace import Workspace

Ask = Callable[[str], Answer]


def flats() -> pd.DataFrame:
    chance = random.Random(4)
    rows = []
    for number in range(240):
        size = round(chance.gauss(70, 15), 1)
        floor = chance.randrange(1, 4)
        rows.append(
            {
                "FlatId": 500 + number,
                "FloorArea": size,
                "Rent": round(size * 11 + chance.gauss(0, 60) + (200 if floor == 3 else 0), 2),
                "SideCosts": round(chance.expovariate(1 / 90), 2) if number % 12 else None,
                "Storey": floor,
                "Heating": chance.choice(["gas", "district", "electric"]),
            }
        )
    rows[7]["Rent"] = 9000.0
    rows[90]["Rent"] = 8000.0
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return flats()


@pytest.fixture(scope="module")
def ask(frame: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    folder = tmp_path_factory.mktemp("flats")
    frame.to_csv(folder / "flats.csv", index=False)

    async def load() -> None:
        async with Workspace.open("default", folder / "data", model=None) as workspace:
            async for _ in workspace.add([folder / "flats.csv"]):
                pass

    asyncio.run(load())

    def asking(question: str) -> Answer:
        async def run() -> Answer:
            async with Workspace.open("default", folder / "data", model=None) as workspace:
                return await workspace.ask(question).answer()

        return asyncio.run(run())

    return asking


def told(answer: Answer) -> dict[tuple[str, str | None], float]:
    """By statistic and group."""
    assert answer.status == "answered", answer.problem
    assert answer.result is not None
    return {(str(row[0]), row[2]): float(row[3]) for row in answer.result.rows}  # type: ignore[arg-type, misc]


def test_skewness_and_kurtosis_are_those_of_a_sample(ask: Ask, frame: pd.DataFrame) -> None:
    found = told(ask("What are the skewness and kurtosis of the FloorArea column?"))
    assert found["skewness", None] == pytest.approx(frame["FloorArea"].skew(), rel=1e-4)
    assert found["kurtosis", None] == pytest.approx(frame["FloorArea"].kurtosis(), rel=1e-4)


def test_a_test_of_normality_says_its_p_and_what_it_means(ask: Ask, frame: pd.DataFrame) -> None:
    answer = ask(
        "Check if the side costs follow a normal distribution. Use the Shapiro-Wilk test and ignore null values."
    )
    p = stats.shapiro(frame["SideCosts"].dropna()).pvalue
    assert told(answer)["p of the Shapiro-Wilk test", None] == pytest.approx(p, abs=1e-4)
    assert "The distribution of side costs departs from a normal one" in answer.text
    assert "p < 0.001" in answer.text
    assert any(fact.value is False for fact in answer.facts)


def test_outliers_by_score_are_counted_and_named(ask: Ask, frame: pd.DataFrame) -> None:
    answer = ask("Identify the outliers in the Rent column using the Z-score method with a threshold of 3.")
    scores = stats.zscore(frame["Rent"])
    found = told(answer)
    assert found["number of outliers", None] == int((abs(scores) > 3).sum())
    assert {name for name, _ in found if name.startswith("outlier ")} == {
        f"outlier {number}" for number in frame["FlatId"][abs(scores) > 3]
    }


def test_what_is_asked_without_outliers_is_told_without_them(ask: Ask, frame: pd.DataFrame) -> None:
    answer = ask(
        "Detect outliers in Rent by the IQR method and remove them. Then calculate the mean and standard deviation of Rent."
    )
    low, high = frame["Rent"].quantile([0.25, 0.75])
    reach = 1.5 * (high - low)
    kept = frame["Rent"][frame["Rent"].between(low - reach, high + reach)]
    found = told(answer)
    assert found["mean", None] == pytest.approx(kept.mean(), rel=1e-4)
    assert found["standard deviation", None] == pytest.approx(kept.std(), rel=1e-4)


def test_each_group_is_told_apart(ask: Ask, frame: pd.DataFrame) -> None:
    found = told(ask("Calculate the skewness of the floor area for each heating separately."))
    expected = frame.groupby("Heating")["FloorArea"].skew()
    assert {group: value for (name, group), value in found.items() if name == "skewness"} == pytest.approx(
        expected.to_dict(), rel=1e-4
    )


def test_a_correlation_coefficient_comes_with_its_p(ask: Ask, frame: pd.DataFrame) -> None:
    answer = ask("Calculate the Pearson correlation coefficient between FloorArea and SideCosts.")
    whole = frame.dropna(subset=["SideCosts"])
    expected = stats.pearsonr(whole["FloorArea"], whole["SideCosts"])
    found = told(answer)
    assert found["Pearson correlation", None] == pytest.approx(expected.statistic, rel=1e-4)
    assert found["p of the Pearson correlation", None] == pytest.approx(expected.pvalue, abs=1e-4)
    assert "need not be cause" in answer.text


def test_of_several_numbers_the_strongest_pair_is_told(ask: Ask) -> None:
    answer = ask("Perform a correlation analysis on FloorArea, Rent and SideCosts and find the strongest pair.")
    assert answer.result is not None
    rows = [row for row in answer.result.rows if row[0] == "Pearson correlation"]
    assert len(rows) == 3
    strongest = next(row for row in answer.result.rows if row[0] == "strongest positive correlation")
    assert strongest[3] == max(float(row[3]) for row in rows)  # type: ignore[arg-type]


def test_a_new_column_is_made_before_it_is_described(ask: Ask, frame: pd.DataFrame) -> None:
    answer = ask(
        'Create a new feature called "WarmRent" by adding the Rent and SideCosts columns. '
        "Calculate the mean and standard deviation of WarmRent."
    )
    warm = frame["Rent"] + frame["SideCosts"]
    found = told(answer)
    assert found["mean", None] == pytest.approx(warm.mean(), rel=1e-4)
    assert found["standard deviation", None] == pytest.approx(warm.std(), rel=1e-4)


def test_missing_numbers_are_filled_as_it_is_asked(ask: Ask, frame: pd.DataFrame) -> None:
    answer = ask(
        "Replace missing values in SideCosts with the median. Then calculate the mean and standard deviation of SideCosts."
    )
    filled = frame["SideCosts"].fillna(frame["SideCosts"].median())
    assert told(answer)["mean", None] == pytest.approx(filled.mean(), rel=1e-4)


def test_a_linear_regression_tells_coefficients_and_what_they_explain(ask: Ask, frame: pd.DataFrame) -> None:
    answer = ask("Run a linear regression to predict Rent from FloorArea.")
    found = told(answer)
    expected = stats.linregress(frame["FloorArea"], frame["Rent"])
    assert found["coefficient of the linear regression", None] == pytest.approx(expected.slope, rel=1e-4)
    assert found["R-squared of the linear regression", None] == pytest.approx(expected.rvalue**2, rel=1e-4)


def test_a_condition_that_is_not_understood_is_never_left_out(ask: Ask) -> None:
    answer = ask("What is the skewness of the rent of flats whose frobnication is purple?")
    assert answer.status != "answered"


@pytest.mark.parametrize(
    "question",
    [
        "What is the average rent by heating?",
        "How many flats are there?",
        "Show the mean and the maximum rent for each storey",
        "Train a logistic regression on rent and report the accuracy.",
    ],
)
def test_usual_questions_stay_usual(question: str) -> None:
    assert statistics_asked(question, named_only=True) is None
