"""A script of the user's becomes a module and its handler, in the script's own process."""

import inspect
import os
import sys
from collections.abc import Callable
from types import CodeType, ModuleType

from engine.scripts.child.trouble import Trouble, raised

LOGGER_NAMES = frozenset({"logger", "log", "_logger"})
"""How a parameter with a default is called that is meant for the logger all the same."""

MOST_NAMED = 20

_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


def load(path: str) -> ModuleType:
    """Return the script at *path*, run as a module that can be imported by its name too.

    Raises Trouble where it cannot be read, is not Python, or fails.
    """
    code = _compiled(path)
    module = ModuleType(_name(path))
    module.__file__ = path
    sys.modules[module.__name__] = module
    try:
        exec(code, module.__dict__)  # noqa: S102 - to run the user's script is what this process is for
    except ModuleNotFoundError as error:
        told = raised(error, path, kind="missing" if error.name else "import")
        told.details["module"] = error.name
        raise told from error
    except BaseException as error:
        raise raised(error, path, kind="import") from error
    return module


def handler_of(module: ModuleType, name: str) -> Callable[..., object]:
    """Return the function *name* of the script; raises Trouble that names those there are where it is not one."""
    handler = getattr(module, name, None)
    if callable(handler):
        found: Callable[..., object] = handler
        return found
    names = [key for key, value in vars(module).items() if inspect.isfunction(value)]
    raise Trouble("nameless", found=", ".join(names[:MOST_NAMED]) or "no function")


def with_logger(
    handler: Callable[..., object], expected: tuple[str, ...], logger: Callable[[], object]
) -> Callable[..., object]:
    """Return *handler* as a function of the *expected* parameters but the last, `logger`, which it gets if it takes it.

    It takes it as the parameter that follows the others, unless that has a default and another name than a logger's, or
    as a keyword. *logger* makes it. Raises Trouble for a handler that cannot be called in either way.
    """
    try:
        parameters = list(inspect.signature(handler).parameters.values())
    except (TypeError, ValueError):  # what is written in C may have none to show
        return handler
    others = len(expected) - 1
    positional = [parameter for parameter in parameters if parameter.kind in _POSITIONAL]
    keywords = [parameter for parameter in parameters if parameter.kind is inspect.Parameter.KEYWORD_ONLY]
    if _more_needed(positional, keywords, others) or _fewer_taken(parameters, positional, others):
        raise Trouble("parameters", found=_shown(parameters))
    if any(_for_logger(parameter) for parameter in positional[others : others + 1]):
        made = logger()
        return lambda *given: handler(*given, made)
    if any(parameter.name in LOGGER_NAMES for parameter in keywords):
        name, made = next(parameter.name for parameter in keywords if parameter.name in LOGGER_NAMES), logger()
        return lambda *given: handler(*given, **{name: made})
    return handler


def _more_needed(positional: list[inspect.Parameter], keywords: list[inspect.Parameter], others: int) -> bool:
    beyond = positional[others + 1 :] + [parameter for parameter in keywords if parameter.name not in LOGGER_NAMES]
    return any(parameter.default is parameter.empty for parameter in beyond)


def _fewer_taken(parameters: list[inspect.Parameter], positional: list[inspect.Parameter], others: int) -> bool:
    any_number = any(parameter.kind is inspect.Parameter.VAR_POSITIONAL for parameter in parameters)
    return len(positional) < others and not any_number


def _for_logger(parameter: inspect.Parameter) -> bool:
    return parameter.default is parameter.empty or parameter.name in LOGGER_NAMES


def _shown(parameters: list[inspect.Parameter]) -> str:
    """Return the names of *parameters* alone: a default may be a secret."""
    empty = inspect.Parameter.empty
    bare = [parameter.replace(default=empty, annotation=empty) for parameter in parameters]
    return str(inspect.Signature(bare, __validate_parameters__=False))


def _compiled(path: str) -> CodeType:
    try:
        with open(path, "rb") as file:
            code: CodeType = compile(file.read(), path, "exec", dont_inherit=True)
            return code
    except FileNotFoundError as error:
        raise Trouble("absent") from error
    except OSError as error:
        raise Trouble("unreadable", reason=error.strerror) from error
    except (SyntaxError, ValueError) as error:
        told = raised(error, path, kind="syntax")
        told.details.update(line=getattr(error, "lineno", None), version=sys.version.split()[0])
        raise told from error


def _name(path: str) -> str:
    """Return the name by which the script could import itself, if that is free."""
    stem = os.path.basename(path).partition(".")[0]
    free = stem.isidentifier() and stem not in sys.modules and stem not in sys.stdlib_module_names
    return stem if free else "user_script"
