"""What `engine.load` and what it returns say."""

from messages.case import PYTHON, Case

CASES = (
    Case(
        code="nothing-to-load",
        wrong="a folder to load without documents",
        says="<folder>: none of statistics.json, constraints.json, constraint_violations.json is there to load; name the "
        "output folder of a run",
        trouble="nothing-to-load",
        doors=(PYTHON,),
    ),
    Case(
        code="pandas-not-found",
        wrong="a table of pandas, and no pandas",
        says="to_pandas needs pandas, and this Python has none: install it, or read the same from the objects themselves",
        trouble="pandas-not-found",
        doors=(PYTHON,),
    ),
    Case(
        code="nothing-to-compare-with",
        wrong="a run to compare without statistics of data",
        says="<folder>: a comparison needs the statistics.json of a data-quality run, and none is there",
        trouble="nothing-to-compare-with",
        doors=(PYTHON,),
    ),
    Case(
        code="feature-not-in-run",
        wrong="a feature to draw that the run has not",
        says="The run has no feature called wage: run.statistics.to_pandas() has their names",
        trouble="feature-not-in-run",
        doors=(PYTHON,),
    ),
)
