"""The page in a real browser: what it looks like to those who see it, those who do not, and those who want to break it."""

import itertools

import numpy as np
import pytest
from page.conftest import numbers, statistics, texts
from page.test_model_page import BROKEN, PROMISED, binary

from engine.documents.violations import Violation
from engine.job.quality import ProblemType
from engine.page.data_page import data_page
from engine.page.given import DataRun, ModelRun, WhatWasRead
from engine.page.model_page import model_page
from engine.page.render import render
from engine.page.visible import label

pytestmark = pytest.mark.slow

HOSTILE = (
    "<script>document.title='broken into'</script>",
    "<img src=x onerror=\"document.title='broken into'\">",
    '"><svg onload="document.title=\'broken into\'">',
    "' onmouseover='document.title=1' x='",
    "{{ 7 * 7 }}{% raw %}",
    "]]></title></style></script><!--",
    "javascript:alert(1)",
    "ab\u202edc\u2066\u200f\u0000\u001b[31m\r\n",
    "\U0001f469\u200d\U0001f52c שלום مرحبا",
    "e" + "\u0301" * 500,
    "&lt;b&gt;&amp;",
    "w" * 1_000_000,
)


def _run(names=("income", "age", "purpose", "note")):
    """Return a run in which every kind of picture is drawn."""
    rng = np.random.default_rng(3)
    now = [
        numbers(names[0], rng.normal(0, 1, 200)),
        numbers(names[1], range(40), missing=9),
        texts(names[2], {"a": 3, "c": 4}),
    ]
    before = [numbers(names[0], rng.normal(1, 1, 200)), numbers(names[1], range(40)), texts(names[2], {"a": 3, "b": 4})]
    found = (
        Violation(names[0], "baseline_drift_check", "Baseline drift distance: 0.4 exceeds threshold: 0.1"),
        Violation(
            names[1],
            "completeness_check",
            "Data completeness requirement is not met. Expected: 98.0%. Observed: Only 80.0%.",
        ),
        Violation(
            names[2],
            "categorical_values_check",
            "Categorical value match requirement is not met. Expected match: 90.0%. Observed: 60.0% of the values match.",
        ),
        Violation(names[3], "custom_rule_check", f"Rule is not met: {names[3]}"),
    )
    return DataRun(
        statistics(*now), found, statistics(*before), read=WhatWasRead(names[3], 3, None, names[0], "corrected")
    )


PAGES = {
    "violations": lambda: render(data_page(_run())),
    "hostile": lambda: render(data_page(_run(HOSTILE[:4]))),
    "baseline": lambda: render(data_page(DataRun(_run().statistics))),
    "model": lambda: render(model_page(ModelRun(ProblemType.BINARY, binary(0.5), BROKEN, PROMISED, binary(0.75)))),
    "nothing": lambda: render(data_page(DataRun(None, ()))),
}
"""What is looked at, by name."""


@pytest.mark.parametrize(("name", "scheme"), [*itertools.product(PAGES, ("light", "dark"))])
def test_axe_finds_no_barrier(chromium, name, scheme):
    """Neither in light nor in dark, as a sheet of its rules for WCAG A and AA and for good practice says."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed").Axe()
    page, _ = chromium.open(PAGES[name](), color_scheme=scheme, bypass_csp=True)
    found = axe.run(page).response["violations"]
    assert [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found] == []


@pytest.mark.parametrize("name", PAGES)
def test_the_page_keeps_its_own_policy_and_fetches_nothing(chromium, name):
    """The console is silent: no style or script was refused, nothing was asked of a network."""
    _, said = chromium.open(PAGES[name]())
    assert said == []


@pytest.mark.parametrize("start", range(0, len(HOSTILE), 4))
def test_hostile_names_and_values_are_shown_as_text(chromium, start):
    """Nothing of them runs, makes an element, or turns the line round."""
    names = HOSTILE[start : start + 4]
    page, said = chromium.open(render(data_page(_run(names))))
    assert page.title() == "4 violations – Data quality report"
    assert page.locator("img, script").count() == 1
    assert page.evaluate(
        "[...document.querySelectorAll('*')].every(e => [...e.attributes].every(a => !a.name.startsWith('on')))"
    )
    assert not {"\u202e", "\u2066", "\u200f", "\x1b"} & set(page.locator("body").inner_text())
    shown = page.locator(".features tbody th bdi").all_inner_texts()
    assert shown == [" ".join(label(name).split()) for name in names[:3]]
    assert said == []


@pytest.mark.parametrize("width", [390, 320, 1200])
@pytest.mark.parametrize("start", [None, *range(0, len(HOSTILE), 4)])
def test_nothing_runs_out_of_the_page(chromium, width, start):
    """Neither on a phone nor with a name of a million letters."""
    run = _run() if start is None else _run(HOSTILE[start : start + 4])
    page, _ = chromium.open(render(data_page(run)), viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1200, 720, 390])
def test_a_number_stays_in_one_line(chromium, width):
    """A digit on the next line would be read as another number."""
    page, _ = chromium.open(PAGES["violations"](), viewport={"width": width, "height": 800})
    lines = """[...document.querySelectorAll(".features td:nth-child(6), .features td:nth-child(3)")].map(cell => {
        const range = document.createRange(); range.selectNodeContents(cell.firstChild); return range.getClientRects().length;
    })"""
    assert set(page.evaluate(lines)) == {1}


def test_stacked_marks_stay_in_their_line(chromium):
    """Five hundred accents on one letter would reach over the lines above."""
    name = "e" + "\u0301" * 500
    page, _ = chromium.open(render(data_page(DataRun(statistics(numbers(name, range(5)))))))
    assert page.locator(".features tbody th bdi").inner_text().count("\u0301") <= 6


def _shown(page):
    return page.locator(".features tbody tr:not([hidden]) th bdi").all_inner_texts()


def test_the_table_is_sorted_by_keyboard(chromium):
    """Tab goes to a column's name and Enter sorts by it, the greatest first, and again the other way round."""
    page, _ = chromium.open(PAGES["violations"]())
    assert _shown(page) == ["income", "age", "purpose"]

    page.get_by_role("button", name="Missing").focus()
    page.keyboard.press("Enter")
    assert _shown(page)[0] == "age"
    assert page.get_by_role("columnheader", name="Missing").get_attribute("aria-sort") == "descending"
    page.keyboard.press("Enter")
    assert _shown(page)[-1] == "age"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    assert _shown(page) == ["age", "income", "purpose"]


def test_the_table_is_filtered(chromium):
    """By a part of a name, and by whether there are violations; a reader of the screen is told how many are left."""
    page, _ = chromium.open(PAGES["violations"]())
    page.get_by_role("searchbox", name="Find a feature").fill("INC")
    assert _shown(page) == ["income"]
    assert page.get_by_role("status").inner_text() == "1 of 3 features are shown"


def test_without_scripts_everything_can_be_read(chromium):
    """No control stands there that does nothing, and no row is missing."""
    page, _ = chromium.open(PAGES["violations"](), java_script_enabled=False)
    assert page.locator("button, input").count() == 0
    assert page.locator(".features tbody tr").count() == 3
    assert page.locator("h1").inner_text() == "4 violations"


def test_it_prints_in_light_without_controls(chromium):
    """Whatever the screen's colours are, paper is white."""
    page, _ = chromium.open(PAGES["violations"](), color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("nav").is_visible()
    assert not page.get_by_label("Find a feature").is_visible()


def test_the_bars_of_categories_are_as_long_as_their_shares(chromium):
    """The longest is as wide as the picture: a is 42.9% now and in the baseline, b was 57.1%."""
    page, _ = chromium.open(PAGES["violations"]())
    lengths = """[...document.querySelectorAll(".bars tbody tr")].map(row => [
        row.querySelector("bdi").textContent,
        (row.querySelector("rect.b")?.getBoundingClientRect().width || 0) / row.querySelector("svg").getBoundingClientRect().width,
    ])"""
    widths = dict(page.evaluate(lengths))
    assert widths["b"] == pytest.approx(1, abs=0.01)
    assert widths["a"] == pytest.approx(3 / 4, abs=0.01)
