"""The program `model-monitor`: signals are held before anything else is imported, which takes a while."""

from typing import NoReturn

from engine.signals import hold_signals


def enter() -> NoReturn:
    """Do what the words of this process's command line ask for, and end the process with the exit code."""
    hold_signals()
    from engine.cli.main import main  # noqa: PLC0415 - see above
    from engine.ending import end_process  # noqa: PLC0415 - see above

    end_process(main())
