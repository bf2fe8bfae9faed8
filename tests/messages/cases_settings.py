"""What may be wrong with the settings: of the container, and of the command line."""

from messages.case import COMMAND_LINE, CONTAINER, UNTOUCHED, USAGE, Case

_ONE = (CONTAINER,)
_WORDS = ("baseline", "{folder}/data", "-o", "{folder}/out")
_PROCESSING = "ml/config/processingjobconfig.json"
_EXAMPLE = 'such as {"csv": {"header": true}}'


def _format(code: str, wrong: str, says: str, value: str) -> Case:
    return Case(code=code, wrong=wrong, says=says, settings={"dataset_format": value}, doors=_ONE)


def _option(code: str, wrong: str, says: str, options: str, *words: str) -> Case:
    """A CSV option, as the container has it and as the command line."""
    value = f'{{"csv": {{"header": true, {options}}}}}'
    return Case(code=code, wrong=wrong, says=says, settings={"dataset_format": value}, words=(*_WORDS, *words))


def _setting(code: str, wrong: str, says: str, **settings: str | None) -> Case:
    return Case(code=code, wrong=wrong, says=says, settings=settings, doors=_ONE)


def _platform(code: str, wrong: str, says: str, content: str | bytes, *, file: str = _PROCESSING) -> Case:
    """A file of the platform's, from which the output folder was to be known."""
    return Case(code=code, wrong=wrong, says=says, files={file: content}, doors=_ONE, leaves=UNTOUCHED)


def _argument(wrong: str, says: str, *words: str) -> Case:
    return Case(code=USAGE, wrong=wrong, says=says, words=words, doors=(COMMAND_LINE,), leaves=UNTOUCHED)


def _threshold(code: str, wrong: str, says: str, word: str) -> Case:
    return Case(code=code, wrong=wrong, says=says, words=(*_WORDS, "--threshold", word), doors=(COMMAND_LINE,))


CASES = (
    _setting(
        "table-with-settings-of-files",
        "A table is named, and a setting for files as well",
        "table names a table, which is read as it is, and <names> are for files: leave out one or the other.",
        table="db.loans",
    ),
    _setting(
        "setting-missing",
        "A setting that a job needs is not set",
        "<name> is not set; give <what it is>, as a variable of the job's environment or by --<name>.",
        dataset_source=None,
    ),
    _setting(
        "setting-unknown-value",
        "A setting has a value that is not known",
        "semantics is 'lenient'; known are corrected, observed.",
        semantics="lenient",
    ),
    Case(
        code="flag-unknown",
        wrong="A flag is not known",
        says="'--nonsense' is not a flag of the engine; known are <all flags>.",
        flags=("--nonsense", "x"),
        doors=_ONE,
        leaves=UNTOUCHED,
    ),
    Case(
        code="flag-without-value",
        wrong="A flag has no value",
        says="--semantics needs a value behind it; write --semantics=VALUE for one that begins with --.",
        flags=("--semantics",),
        doors=_ONE,
        leaves=UNTOUCHED,
    ),
    _format(
        "dataset-format-not-json",
        "dataset_format is not JSON",
        "dataset_format is not JSON: <what JSON wants> at character <number>; "
        'write for example {"csv": {"header": true}}.',
        "csv",
    ),
    _format(
        "dataset-format-without-braces",
        "YARN has taken the closing braces of dataset_format away",
        "dataset_format lacks two closing braces at its end: YARN takes away two in a row from what a program is given, so "
        'leave a blank between them, as in {"csv": {"header": true} }.',
        '{"csv": {"header": true',
    ),
    _format(
        "dataset-format-not-an-object",
        "dataset_format is another kind of JSON",
        f"dataset_format: csv is expected to be an object, {_EXAMPLE}; found <what>.",
        '{"csv": 3}',
    ),
    _format(
        "dataset-format-unknown-key",
        "dataset_format names an unknown format",
        "dataset_format: 'avro' is unknown; known are csv, <further formats>.",
        '{"avro": {}}',
    ),
    _format(
        "dataset-format-unknown-key",
        "dataset_format names an unknown option",
        "dataset_format: csv: 'comma' is unknown; known are header, <further options>.",
        '{"csv": {"comma": ";"}}',
    ),
    _format(
        "dataset-format-not-one",
        "dataset_format names no format, or several",
        "dataset_format is expected to name one of csv, <further formats>; found <which>.",
        '{"csv": {}, "json": {}}',
    ),
    _format(
        "option-not-true-or-false",
        "An option of dataset_format is not true or false",
        "dataset_format: csv: header is expected to be true or false; found <what>.",
        '{"csv": {"header": 3}}',
    ),
    _format(
        "option-not-a-text",
        "An option of dataset_format is not a text",
        "dataset_format: csv: field_delimiter is expected to be a text; found <what>.",
        '{"csv": {"field_delimiter": 3}}',
    ),
    _format(
        "option-unknown-value",
        "output_columns_position is not known",
        "dataset_format: csv: output_columns_position is 'middle'; known are START, END.",
        '{"csv": {"output_columns_position": "middle"}}',
    ),
    _option(
        "delimiter-empty",
        "A delimiter is empty",
        "<name> is expected to be a character or more; found none",
        '"field_delimiter": ""',
        "--field-delimiter=",
    ),
    _option(
        "quote-character-invalid",
        "A quote character is more than one character",
        "quote_character is expected to be one ASCII character, or empty for none; found '<<'",
        '"quote_character": "<<"',
        "--quote-character",
        "<<",
    ),
    _option(
        "field-delimiter-taken",
        "The field delimiter is the quote character or ends a record",
        "field_delimiter '\"' has another meaning already; choose another character",
        '"field_delimiter": "\\""',
        "--field-delimiter",
        '"',
    ),
    _option(
        "field-delimiter-too-long",
        "The field delimiter is more than one character",
        "field_delimiter is '||': give one character, such as ',' or a tab",
        '"field_delimiter": "||"',
        "--field-delimiter",
        "||",
    ),
    _option(
        "characters-not-distinct",
        "A quote character ends a record too",
        "<name> and <name> share <character>: give them different characters",
        '"record_delimiter": "\\""',
        "--record-delimiter",
        '"',
    ),
    _option(
        "delimiter-not-a-character",
        "A delimiter is half of a character",
        "the delimiter <delimiter> holds half of a surrogate pair, which no text can hold",
        '"record_delimiter": "\\ud83d"',
        "--record-delimiter",
        "\ud83d",
    ),
    Case(
        code="text-encoding-unknown",
        wrong="text_encoding is not known",
        says="text_encoding 'klingon' is unknown; known are utf-8, latin-1, cp1252, utf-16, ...",
        settings={"text_encoding": "klingon"},
    ),
    _platform(
        "platform-file-not-json",
        "A file of the platform's is not JSON",
        "<path>: it is not JSON: <what JSON wants> at line <number>, column <number>.",
        '{"Environment": ',
    ),
    _platform(
        "platform-file-not-utf8",
        "A file of the platform's is not UTF-8",
        "<path>: expected UTF-8 text, found something else at byte <number>.",
        b'{"SECRETCELL\xff": 1}',
    ),
    _platform(
        "platform-file-not-an-object",
        "A file of the platform's is another kind of JSON",
        "<path>: expected a JSON object.",
        "[]",
    ),
    _platform(
        "platform-file-unreadable",
        "A file of the platform's is a folder",
        "<path>: it cannot be read (<reason of the system>).",
        "",
        file=f"{_PROCESSING}/file",
    ),
    Case(
        code="platform-hosts-invalid",
        wrong="The platform's hosts are no list of names",
        says="<path>: hosts is expected to be a list of names, and current_host one of them.",
        files={"ml/config/resourceconfig.json": '{"current_host": "algo-1", "hosts": "algo-1"}'},
        doors=_ONE,
    ),
    _platform(
        "environment-not-an-object",
        "Environment of the processing job is no object",
        "processingjobconfig.json: Environment is expected to be an object of names and texts.",
        '{"Environment": ["SECRETKEY"]}',
    ),
    Case(
        code="address-with-credentials",
        wrong="An address has a password or a key in it",
        says="<setting> 's3://***@bucket/x' is an address with a password or a key in it, which others could read in logs: "
        "leave it out, and let the store find credentials where it usually looks (variables such as AWS_ACCESS_KEY_ID, a "
        "profile, the role of the job).",
        settings={"dataset_source": "s3://me:SECRET/KEY:SECRETKEY@bucket/x"},
    ),
    Case(
        code="setting-not-text",
        wrong="A setting is no text",
        says="<setting> is expected to be UTF-8 text without a NUL; found other characters in it: write it anew, and rename "
        "a file whose name is not UTF-8.",
        settings={"dataset_source": "{folder}/da\udce4ta"},
    ),
    _platform(
        "platform-file-out-of-bounds",
        "A file of the platform's is beyond what JSON is read of",
        "<path>: it is nested too deeply, or holds a number of too many digits.",
        "[" * 100_000,
    ),
    _format(
        "dataset-format-out-of-bounds",
        "dataset_format is nested too deeply, or has a number of too many digits",
        "dataset_format is nested too deeply or holds a number of too many digits; write for example "
        '{"csv": {"header": true}}.',
        '{"csv": ' + "9" * 5000 + "}",
    ),
    _setting(
        "monitoring-config-unknown-key",
        "data_quality_monitoring_config has an unknown key",
        "data_quality_monitoring_config: unknown keys: comparison_threshold; known are evaluate_constraints, "
        "<further keys>, distribution_constraints.comparison_threshold, <further keys>, written for example "
        '{"domain_content_threshold": 0.25}',
        data_quality_monitoring_config='{"comparison_threshold": 0.05}',
    ),
    _setting(
        "monitoring-config-invalid",
        "data_quality_monitoring_config has a value that is not known",
        "data_quality_monitoring_config: domain_content_threshold: expected <what>, found <what>; mend the setting, or "
        "leave it out",
        data_quality_monitoring_config='{"domain_content_threshold": 25}',
    ),
    _threshold(
        "monitoring-config-invalid",
        "A threshold on the command line has a value that is not known",
        "--threshold 'perform_comparison=no': distribution_constraints.perform_comparison: expected <what>, found <what>; "
        "mend the setting, or leave it out",
        "perform_comparison=no",
    ),
    _threshold(
        "threshold-unknown-name",
        "A threshold on the command line has an unknown name",
        "--threshold 'id:threshold=0.05' is expected to be NAME=VALUE, or FEATURE:NAME=VALUE for one feature; known names "
        "are evaluate_constraints, <further names>",
        "id:threshold=0.05",
    ),
    _threshold(
        "threshold-feature-not-found",
        "A threshold is given for a feature that is not there",
        "<path>: a threshold is given for 'age', which is not among the columns that are read; the columns are those at "
        "positions 0 to 1",
        "age:comparison_threshold=0.05",
    ),
    _argument(
        "A command is not known",
        "argument COMMAND: invalid choice: 'nonsense' (choose from <the commands>)",
        "nonsense",
    ),
    _argument(
        "A word of the command line is missing", "the following arguments are required: -o/--output", "baseline", "data"
    ),
    _argument(
        "A value on the command line is not known",
        "argument --semantics: invalid choice: 'lenient' (choose from <values>)",
        *_WORDS,
        "--semantics",
        "lenient",
    ),
    _argument(
        "A format on the command line is not known",
        "argument --format: invalid choice: 'avro' (choose from <formats>)",
        *_WORDS,
        "--format",
        "avro",
    ),
)
