"""The errors a user can cause.

EngineError
├── JobError        the job asks for something the engine cannot do: a setting, an output folder, the machine
├── DatasetError    the data is absent, empty or not in the stated format: names the file, and the line where known
│   └── NoRecords   there is data of the right kind, and not one record in it
├── DocumentError   a baseline file is not what its name says: gives the path inside the document
└── ScriptError     the user's own script failed

A message is one sentence or two: what was expected, where, what was found, what to do. It never holds a data value or a
secret. Anything else that is raised is a defect of the engine.
"""


class EngineError(Exception):
    """A fault that the user can mend; its text is shown as it is."""


class JobError(EngineError):
    """The job asks for something that the engine or this machine cannot do."""


class DatasetError(EngineError):
    """The dataset is absent, empty, or not in the stated format."""


class NoRecords(DatasetError):
    """The dataset is there and holds no record."""


class DocumentError(EngineError):
    """A document is not what its name says."""


class ScriptError(EngineError):
    """A script of the user's failed."""
