"""The models that endpoints serve here: linear ones, as an archive with `model.json` in it."""

import io
import json
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


class BodyError(ValueError):
    """A request's body that the model cannot answer."""


@dataclass(frozen=True, slots=True)
class LinearModel:
    """The sum of the inputs, each times its weight, and the intercept."""

    weights: np.ndarray
    intercept: float

    def predict(self, rows: np.ndarray) -> np.ndarray:
        """Return a number for each of *rows*, an array of (rows, weights). Raises BodyError for another width."""
        if rows.ndim != 2 or rows.shape[1] != len(self.weights):
            raise BodyError(f"expected rows of {len(self.weights)} numbers")
        return rows @ self.weights + self.intercept

    def answer(self, body: bytes, content_type: str) -> tuple[bytes, str]:
        """Return the answer to *body* and its content type: CSV to CSV, JSON (`instances`) to JSON (`predictions`)."""
        try:
            if "json" in content_type:
                rows = np.array(json.loads(body)["instances"], dtype=float)
                return json.dumps({"predictions": self.predict(rows).round(6).tolist()}).encode(), "application/json"
            rows = np.loadtxt(io.BytesIO(body), delimiter=",", ndmin=2)
        except (ValueError, KeyError, TypeError) as error:
            raise BodyError(str(error)) from error
        return "".join(f"{value:.6f}\n" for value in self.predict(rows)).encode(), "text/csv"


def packed(weights: Sequence[float], intercept: float) -> bytes:
    """Return a model as the archive that CreateModel is given the address of."""
    content = json.dumps({"weights": list(weights), "intercept": intercept}).encode()
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as file:
        entry = tarfile.TarInfo("model.json")
        entry.size = len(content)
        file.addfile(entry, io.BytesIO(content))
    return archive.getvalue()


def unpacked(archive: bytes) -> LinearModel:
    """Return the model of an *archive*."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as file:
        found = json.load(file.extractfile("model.json"))
    return LinearModel(np.array(found["weights"], dtype=float), float(found["intercept"]))
