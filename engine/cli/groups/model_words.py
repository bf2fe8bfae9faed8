"""The words that are about a model's answers."""

from engine.cli.groups.parsers import Parser
from engine.job.quality import ATTRIBUTES, DATA_QUALITY, MODEL_QUALITY, ProblemType


def model_words() -> Parser:
    """Return the arguments that are about a model's answers."""
    words = Parser(add_help=False)
    models = words.group("quality of a model")
    models.add_argument(
        "--analysis-type",
        choices=[DATA_QUALITY, MODEL_QUALITY],
        default=DATA_QUALITY,
        help="what is looked at: the data, or a model's answers beside the truth",
    )
    models.add_argument(
        "--problem-type", choices=[problem.value for problem in ProblemType], help="the problem that the model solves"
    )
    for word, what in ATTRIBUTES.items():
        models.add_argument(f"--{word.replace('_', '-')}", metavar="NAME", help=what)
    return words
