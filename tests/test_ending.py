"""What a fault says, and how a process ends."""

from engine.ending import DEFECT, fault_of


def test_a_defect_is_named_without_its_text():
    """The text of an unforeseen error may quote data, and stays out of the message."""
    fault = fault_of(ValueError("Ms Smith, 43"))
    assert fault.code == DEFECT
    assert fault.sentence.startswith("The engine has a defect: ValueError. Please report it")
