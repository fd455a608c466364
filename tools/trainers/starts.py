"""How trainings of docs pages are started, read by the trainers' own parsers and no further: to train they need a GPU."""

import argparse
import ast
import datetime
import math
import os
import shlex
import sys
import types
from importlib.util import find_spec
from pathlib import Path

import yaml

from exports import Failed, check
from loaders import stand_in


def read(kind, code):
    """How many trainings a block of a page starts or configures. Fails where a parser refuses a name or a value."""
    if kind == "yaml":
        settings = yaml.safe_load(code)
        (axolotl if "base_model" in settings else llama_factory)(settings)
        return 1
    if kind != "sh":
        return 0
    started = 0
    for line in code.splitlines():
        for start, parse in COMMANDS.items():
            if line.startswith(start):
                parse(shlex.split(line[len(start):]))
                started += parse is not of_file
    return started


def parsed(parser, words):
    """argparse ends the process where it refuses; here that is a failure."""
    try:
        return parser.parse_args(words)
    except SystemExit:
        raise Failed(f"{parser.prog} does not take {shlex.join(words)}") from None


def openrlhf(words):
    """The first word is the module. Its parser is made where it runs as a program, behind imports that need a GPU: those lines alone are run."""
    module, *words = words
    place = Path(find_spec("openrlhf").submodule_search_locations[0], "cli", f"{module}.py")
    check(place.exists(), f"openrlhf has no {module}")
    lines = ast.parse(place.read_text("utf-8")).body
    (main,) = [line for line in lines if isinstance(line, ast.If) and "__main__" in ast.dump(line.test)]
    making = []
    for line in main.body:
        if "parse_args" in ast.dump(line):
            break
        making.append(line)
    names = {"argparse": argparse, "datetime": datetime.datetime, "math": math}
    exec(compile(ast.Module(making, []), str(place), "exec"), names)
    parsed(names["parser"], words)


def llama_factory(settings):
    # What it asks for besides is for training. It reads files and overrides of the command line by the other one, and gets neither.
    os.environ["DISABLE_VERSION_CHECK"] = "1"
    sys.modules.setdefault("omegaconf", types.SimpleNamespace(OmegaConf=None))
    stand_in()
    from llamafactory.hparams.parser import _parse_train_args

    _parse_train_args(settings)


def axolotl(settings):
    from axolotl.utils.schemas.config import AxolotlInputConfig

    fields = AxolotlInputConfig.model_fields
    unknown = set(settings) - set(fields) - {field.alias for field in fields.values()}
    check(not unknown, f"axolotl does not know {unknown}")
    AxolotlInputConfig(**settings)


def swift(words):
    from swift.arguments import RLHFArguments
    from transformers import HfArgumentParser

    parsed(HfArgumentParser([RLHFArguments]), words)


def of_file(words):
    """What the file says is read where it stands on the page."""
    check(len(words) == 1 and words[0].endswith(".yaml"), f"{words} is no file of settings")


COMMANDS = {
    "deepspeed --module openrlhf.cli.": openrlhf,
    "swift rlhf ": swift,
    "llamafactory-cli train ": of_file,
    "axolotl train ": of_file,
}
