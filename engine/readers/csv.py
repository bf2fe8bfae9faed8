"""The CSV reader's door: see csv_table and csv_split."""

from engine.readers.csv_split import Stretch, read_split
from engine.readers.csv_table import CsvTable, describe_table

__all__ = ["CsvTable", "Stretch", "describe_table", "read_split"]
