"""Features made by hand, and one Chromium for all tests of a module."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine.documents.data_quality.distribution import Category, KllDistribution, Sketch
from engine.documents.data_quality.statistics import (
    FeatureStatistics,
    NumericalStatistics,
    Statistics,
    StringStatistics,
)

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def numbers(name, *levels, missing=0, kind="Fractional"):
    """Return a feature whose sketch has just these levels."""
    sketch = Sketch(0.64, 2048.0, tuple(tuple(map(float, level)) for level in levels))
    items = [item for level in sketch.levels for item in level]
    mean = sum(item * 2**height for height, level in enumerate(sketch.levels) for item in level) / sketch.weight
    return FeatureStatistics(
        name,
        kind,
        numerical=NumericalStatistics(
            num_present=sketch.weight,
            num_missing=missing,
            mean=mean,
            sum=mean * sketch.weight,
            std_dev=1.0,
            min=min(items),
            max=max(items),
            approximate_num_distinct_values=len(set(items)),
            completeness=sketch.weight / (sketch.weight + missing),
            distribution=KllDistribution((), sketch),
        ),
    )


def texts(name, counts, missing=0):
    """Return a feature whose categories are *counts*."""
    present = sum(counts.values())
    categories = tuple(Category(value, count) for value, count in counts.items())
    share = present / (present + missing)
    return FeatureStatistics(
        name, "String", string=StringStatistics(present, missing, float(len(counts)), share, categories)
    )


def statistics(*features):
    """Return the document of *features*."""
    described = features[0].numerical or features[0].string
    return Statistics(0.0, described.num_present + described.num_missing, features)


@dataclass(frozen=True)
class Chromium:
    """A browser, and the folder that its pages lie in."""

    browser: object
    folder: Path

    def open(self, html, *, name="page.html", **context):
        """Open *html* as a file, and return the page with all that its console has said."""
        path = self.folder / name
        path.write_text(html, encoding="utf-8")
        page = self.browser.new_page(**context)
        said = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: said.append(request.url) if not request.url.startswith("file:") else None)
        page.goto(path.as_uri())
        return page, said


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    """Give one Chromium for the tests of a module."""
    if CHROMIUM is None:
        pytest.skip("No Chromium was found: PATH has none of chromium, chromium-browser and google-chrome")
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="Playwright, which drives Chromium, is not installed"
    )
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield Chromium(browser, tmp_path_factory.mktemp("pages"))
        browser.close()
