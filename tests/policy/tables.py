"""The literals a coordinator reads: the four CSV files beside this one."""

import csv
import pathlib

HERE = pathlib.Path(__file__).parent


def rows(name):
    with (HERE / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def parts(cell):
    return [part.strip() for part in cell.split(";")]
