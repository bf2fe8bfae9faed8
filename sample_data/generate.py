"""Makes the sample data beside this file, invented loan applications: training.csv, window.csv, window.jsonl, captures/.

Only `Random.random()` is drawn from, whose sequence Python promises to keep, so every run writes the same bytes.
"""

import base64
import contextlib
import csv
import json
import math
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from statistics import NormalDist

TRAINING_ROWS = 5_000
WINDOW_ROWS = 1_500
SEED = 20_240
CAPTURED_HOURS = (13, 14)
CAPTURED_ROWS = 200
"""In each hour."""

PURPOSES = {"car": 0.31, "home improvement": 0.24, "debt consolidation": 0.19, "education": 0.14, "medical": 0.12}
EMPLOYMENTS = {"employed": 0.68, "self-employed": 0.15, "retired": 0.08, "student": 0.05, "unemployed": 0.04}
TERMS = {"12": 0.12, "24": 0.22, "36": 0.30, "48": 0.20, "60": 0.16}
MISSING_PERCENT = {"income.monthly": 4, "credit_score": 6, "employment": 2}

Texts = tuple[str, ...]
Table = Mapping[str, Texts]


def write_tables(folder: Path) -> None:
    """Write training.csv, window.csv and the same as window.jsonl into *folder*, which exists."""
    _write(folder / "training.csv", training())
    _write(folder / "window.csv", window())
    _write_lines(folder / "window.jsonl", window())


def write_captures(folder: Path) -> None:
    """Write the first rows of the window into *folder* as an endpoint would have captured them, in two hours."""
    table = window()
    rows = [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]
    for number, hour in enumerate(CAPTURED_HOURS):
        place = folder / "captures" / "loans" / "AllTraffic" / "2026" / "11" / "24" / f"{hour:02d}"
        place.mkdir(parents=True, exist_ok=True)
        first = number * CAPTURED_ROWS
        lines = [
            _captured(first + i, row, f"2026-11-24T{hour:02d}:{i * 60 // CAPTURED_ROWS:02d}:00Z")
            for i, row in enumerate(rows[first : first + CAPTURED_ROWS])
        ]
        (place / "00-00-000-loans.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _captured(number: int, row: Mapping[str, str], time: str) -> str:
    """Return one record: the clients of the endpoint send CSV, JSON and JSON in base64 by turns."""
    features = {name: text for name, text in row.items() if name != "defaulted"}
    body = json.dumps({name: _json_value(text) for name, text in features.items()})
    inputs = (
        ("text/csv", ",".join(features.values()), "CSV"),
        ("application/json", body, "JSON"),
        ("application/json", base64.b64encode(body.encode()).decode(), "BASE64"),
    )
    record = {
        "captureData": {
            "endpointInput": _side("INPUT", *inputs[number % len(inputs)]),
            "endpointOutput": _side(
                "OUTPUT", "application/json", json.dumps({"defaulted": int(row["defaulted"])}), "JSON"
            ),
        },
        "eventMetadata": {"eventId": f"00000000-0000-4000-8000-{number:012d}", "inferenceTime": time},
        "eventVersion": "0",
    }
    return json.dumps(record)


def _side(mode: str, content_type: str, data: str, encoding: str) -> Mapping[str, str]:
    return {"observedContentType": content_type, "mode": mode, "data": data, "encoding": encoding}


def _json_value(text: str) -> float | str | None:
    for kind in (int, float):
        with contextlib.suppress(ValueError):
            return kind(text)
    return text or None


def training() -> Table:
    """Return the training set: the three columns of MISSING_PERCENT have gaps, nothing else is wrong."""
    return _applications(TRAINING_ROWS, first_id=100_001, rng=Random(SEED))


def window() -> Table:
    """Return a later window of the same distributions, with the one fault that FAULTS gives each of five columns."""
    clean = _applications(WINDOW_ROWS, first_id=100_001 + TRAINING_ROWS, rng=Random(SEED + 1))
    rng = Random(SEED + 2)
    return {**clean, **{name: fault(clean[name], rng) for name, fault in FAULTS.items()}}


def more_missing(texts: Texts, rng: Random) -> Texts:
    """Empty as many more cells as make 22 percent of them missing."""
    present = [row for row, text in enumerate(texts) if text]
    emptied = _draw(rng, present, len(present) - len(texts) * 78 // 100)
    return _replaced(texts, emptied, lambda _: "")


def new_category(texts: Texts, rng: Random) -> Texts:
    """Put a purpose that training never saw into 45 cells."""
    return _replaced(texts, _draw(rng, range(len(texts)), 45), lambda _: "solar panels")


def words_for_numbers(texts: Texts, rng: Random) -> Texts:
    """Put a word into 12 cells of a column of integers."""
    return _replaced(texts, _draw(rng, range(len(texts)), 12), lambda _: "unknown")


def negative_amounts(texts: Texts, rng: Random) -> Texts:
    """Give a minus to 6 amounts of a column that was never negative."""
    positive = [row for row, text in enumerate(texts) if float(text) > 0]
    return _replaced(texts, _draw(rng, positive, 6), lambda text: f"-{text}")


def higher_rates(texts: Texts, _: Random) -> Texts:
    """Raise every rate by 1.5 points: the two samples' distribution functions then part by some 0.4."""
    return tuple(_decimal(float(text) + 1.5) for text in texts)


def _applications(rows: int, first_id: int, rng: Random) -> Table:
    applications = [_application(f"LN-{first_id + row}", rng) for row in range(rows)]
    complete = {name: tuple(one[name] for one in applications) for name in applications[0]}
    gaps = {name: _draw(rng, range(rows), rows * percent // 100) for name, percent in MISSING_PERCENT.items()}
    return {name: _replaced(texts, gaps.get(name, frozenset()), lambda _: "") for name, texts in complete.items()}


def _application(application_id: str, rng: Random) -> dict[str, str]:
    income = math.exp(_normal(rng, 8.1, 0.45))
    score = round(_between(300, _normal(rng, 680, 70), 850))
    return {
        "application_id": application_id,
        "purpose": _category(rng, PURPOSES),
        "employment": _category(rng, EMPLOYMENTS),
        "existing_customer": "true" if rng.random() < 0.62 else "false",
        "age": str(round(_between(18, _normal(rng, 41, 13), 85))),
        "income.monthly": _decimal(income),
        "account age": str(math.floor(240 * rng.random() ** 2)),
        "loan_amount": str(100 * math.ceil(income * (1 + 9 * rng.random()) / 100)),
        "term_months": _category(rng, TERMS),
        "interest_rate": _decimal(_between(1.5, 14.5 - score / 85 + _normal(rng, 0, 1.1), 19.9)),
        "existing_debt": _decimal(income * 6 * max(0.0, rng.random() - 0.25)),
        "credit_score": str(score),
        "savings_change": _decimal(_normal(rng, 40, 400)),
        "defaulted": "1" if rng.random() < 0.04 + max(0, 680 - score) / 900 else "0",
    }


def _normal(rng: Random, mean: float, deviation: float) -> float:
    return mean + deviation * NormalDist().inv_cdf(rng.random())


def _between(low: float, value: float, high: float) -> float:
    return max(low, min(value, high))


def _decimal(value: float) -> str:
    # Adding zero turns a rounded -0.0 into 0.0.
    return f"{round(value, 2) + 0.0:.2f}"


def _category(rng: Random, shares: Mapping[str, float]) -> str:
    left = rng.random()
    for name, share in shares.items():
        left -= share
        if left < 0:
            return name
    return name


def _draw(rng: Random, rows: range | list[int], count: int) -> frozenset[int]:
    return frozenset(sorted(rows, key=lambda _: rng.random())[:count])


def _replaced(texts: Texts, rows: frozenset[int], replacement: Callable[[str], str]) -> Texts:
    return tuple(replacement(text) if row in rows else text for row, text in enumerate(texts))


def _write(path: Path, table: Table) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(table)
        lines.writerows(zip(*table.values(), strict=True))


def _write_lines(path: Path, table: Table) -> None:
    rows = (zip(table, row, strict=True) for row in zip(*table.values(), strict=True))
    objects = (", ".join(f"{json.dumps(name)}: {_json_text(text)}" for name, text in row) for row in rows)
    path.write_text("".join(f"{{{text}}}\n" for text in objects), encoding="utf-8")


def _json_text(text: str) -> str:
    """Return a cell as JSON: a number has its own digits, and what is empty is null."""
    if text in ("true", "false") or isinstance(_json_value(text), int | float):
        return text
    return json.dumps(text or None)


FAULTS = {
    "income.monthly": more_missing,
    "purpose": new_category,
    "account age": words_for_numbers,
    "existing_debt": negative_amounts,
    "interest_rate": higher_rates,
}

if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    write_tables(target)
    write_captures(target)
