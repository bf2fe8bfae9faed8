"""A handler may be written in several ways."""

import pytest


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("def preprocess_handler(inference_record): return {'seen': inference_record}", id="a record"),
        pytest.param("def preprocess_handler(line, times=1): return {'seen': line * times}", id="another default"),
        pytest.param("def preprocess_handler(line, *more): return {'seen': line + str(len(more)).strip('0')}", id="more"),
        pytest.param("def preprocess_handler(*a, **b): return {'seen': a[0] + 'x' * (len(a) - 1 + len(b))}", id="any"),
        pytest.param("class Handler:\n def __call__(self, line): return {'seen': line}\npreprocess_handler = Handler()", id="object"),
        pytest.param("import functools\npreprocess_handler = functools.partial(lambda b, a: {'seen': a}, 2)", id="partial"),
        pytest.param("preprocess_handler = lambda line: dict(seen=line)", id="lambda"),
    ],
)  # fmt: skip
def test_a_handler_takes_the_record(rows, text):
    """A handler that does not ask for a logger gets the record alone."""
    assert rows(text, "a") == [{"seen": "a"}]


@pytest.mark.parametrize(
    "parameters",
    [
        "line, logger",
        "line, whatever",
        "line, logger=None",
        "line, /, log",
        "line, *, logger",
        "line, logger, retries=3",
    ],
)
def test_a_handler_takes_a_logger_as_well(rows, parameters):
    """The second parameter is a logger, unless it has a default and another name."""
    name = parameters.replace("line, ", "").replace("/, ", "").replace("*, ", "").split(",")[0].split("=")[0]
    text = f"def preprocess_handler({parameters}): return {{'seen': line, 'logger': type({name}).__name__}}"
    assert rows(text, "a") == [{"seen": "a", "logger": "Logger"}]


def test_a_decorated_handler_is_asked_as_the_function_it_wraps(rows):
    """A decorator that says what it wraps changes nothing."""
    text = """
    import functools
    def loud(handler):
        @functools.wraps(handler)
        def inner(*given):
            return handler(*given)
        return inner
    @loud
    def preprocess_handler(line, logger):
        return {"logger": logger.name}
    """
    assert rows(text, "a") == [{"logger": "preprocess_handler"}]


def test_a_script_imports_its_siblings_before_anything_else(script, rows, tmp_path):
    """The folder of the script is the first place to look, and the working directory."""
    script("value = 'sibling'", name="engine.py")
    text = """
    import os, sys
    import engine
    def preprocess_handler(line):
        return {"value": engine.value, "first": sys.path[0], "here": os.getcwd(), "argv": sys.argv}
    """
    folder = str(tmp_path / "code")
    assert rows(text, "a") == [
        {"value": "sibling", "first": folder, "here": folder, "argv": f'["{folder}/user.py"]'},
    ]


def test_a_script_is_a_module_and_not_the_program(rows):
    """What stands under `if __name__ == "__main__"` is not run; the module can be imported by its name."""
    text = """
    import sys
    def preprocess_handler(line):
        return {"name": __name__, "file": __file__.rpartition("/")[2], "there": __name__ in sys.modules}
    if __name__ == "__main__":
        raise SystemExit
    """
    assert rows(text, "a") == [{"name": "user", "file": "user.py", "there": True}]


@pytest.mark.parametrize("name", ["json.py", "my-script.py", "noextension", "2024.script.py"])
def test_a_script_may_have_any_name(rows, name):
    """A name that is a module's already, or none for a module, is no obstacle."""
    text = "import json\ndef preprocess_handler(line): return {'seen': json.dumps(line)}"
    other = text.replace("json", "math").replace("math.dumps(line)", "math.ceil(0.5)")
    assert rows(other if name == "json.py" else text, "a", name=name) == [{"seen": "1" if name == "json.py" else '"a"'}]


def test_a_script_without_an_engine_in_sight_has_the_engines_packages(rows):
    """numpy, pandas, pyarrow and boto3 are there, though no variable says where."""
    text = """
    import boto3, numpy, pandas, pyarrow
    def preprocess_handler(line):
        return {"sum": numpy.sum(pandas.Series([1, 2]))}
    """
    assert rows(text, "a") == [{"sum": "3"}]
