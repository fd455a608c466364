"""Loads exported folders as their trainers would: check_exports.py FOLDER [FOLDER ...] [--pages FOLDER]

Every folder holds the files of one export. Nothing is fetched: tokenizers and models are made here, tiny and random. What
is shown is that the real readers take the files as they are, that every row is kept or left out for a reason that is known,
and that trainers learn from them. Where a trainer's code cannot be had here, the rows were checked by the rules that
packages/formats/src/out/rules has of it; which of the two was done is told of every format.

With --pages, the Python examples of the pages in that folder are run as well, as they stand there.
The last line is the sum: "N passed, M failed".
"""

import argparse
import atexit
import os
import shutil
import sys
import tempfile
import traceback
import warnings
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_DATASETS_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
# What is read of files is kept by this run alone.
os.environ["HF_HOME"] = tempfile.mkdtemp(prefix="pairwright-trainers-cache-")
atexit.register(shutil.rmtree, os.environ["HF_HOME"], ignore_errors=True)

import datasets
import torch
import transformers

import loaders
import pages
import trl_steps
from exports import Failed, check, count_rows, load_rows, read_export
from report import Report

# TRL's own trainers, on rows that `datasets` has loaded.
STEPS = {
    "trl-implicit": [trl_steps.reward],
    "trl-explicit": [trl_steps.reward, trl_steps.dpo],
    "text-triple": [trl_steps.reward, trl_steps.dpo],
    "hh-strings": [trl_steps.reward],
    "kto": [trl_steps.kto],
}
# Open the folder in every container, packed or not, and keep every row.
FOLDER_READERS = {
    "trl-implicit": [loaders.openrlhf],
    "trl-explicit": [loaders.openrlhf],
    "text-triple": [loaders.openrlhf],
}
# Take plain files, or their rows; keep every row.
READERS = {
    "trl-implicit": [loaders.axolotl_dpo],
    "llamafactory-sharegpt": [loaders.llama_factory],
    "llamafactory-alpaca": [loaders.llama_factory],
    "llamafactory-kto": [loaders.llama_factory],
    "swift-rlhf": [loaders.swift],
    "swift-kto": [loaders.swift],
    "axolotl-bt": [loaders.axolotl_reward],
    "axolotl-dpo": [loaders.axolotl_dpo],
    "stepwise": [loaders.axolotl_steps],
    "tinker": [loaders.tinker],
}
# Why no code of its trainer reads a format here.
BY_RULES = {
    "nemo-rl": "NeMo-RL is in no package index and needs a GPU",
    "helpsteer3": "NeMo-RL is in no package index and needs a GPU",
    "nemo-aligner-rm": "NeMo-Aligner does not install without Megatron and a GPU",
    "nemo-aligner-dpo": "NeMo-Aligner does not install without Megatron and a GPU",
    "nemo-aligner-regression": "NeMo-Aligner does not install without Megatron and a GPU",
    "colossal": "ColossalChat's readers are in no package",
    "moss-rm": "MOSS-RLHF is no package",
    "rewardbench": "RewardBench pins other versions of what TRL needs",
    "arena": "its readers are scripts, no package",
    "votes": "it is read by scripts of one's own",
}


def check_folder(folder, scratch, report):
    export = read_export(folder)
    count_rows(export)
    splits = load_rows(export, f"{scratch}/rows")
    rows = export.rows
    report.rows(export, splits)
    # Rows are the same in every container: trainers get them once, as files that all of them can open.
    readers = [] if export.container == "spreadsheet" else FOLDER_READERS.get(export.format, [])
    for read in [*readers, *(READERS.get(export.format, []) if export.is_plain else [])]:
        kept = read(export, tempfile.mkdtemp(dir=scratch))
        check(kept == rows, f"{read.__name__} kept {kept} of {rows} rows")
        report.code(export, read.__name__, kept)
    if export.is_plain:
        for take_steps in STEPS.get(export.format, []):
            kept, over_long = take_steps(splits, tempfile.mkdtemp(dir=scratch))
            check(kept + over_long == rows, f"TRL {take_steps.__name__} kept {kept} of {rows} rows, {over_long} are over-long")
            report.code(export, f"TRL {take_steps.__name__}", kept, {"over-long": over_long})
        checked = export.rules
        if checked is not None:
            check(checked == {"rows": rows, "kept": rows, "refused": None}, f"the row rules say {checked} of {rows} rows")
            report.rules(export, checked["kept"])
        check(export.format in {*STEPS, *FOLDER_READERS, *READERS} or export.format in BY_RULES, f"nothing reads {export.format}")
    return report.said(export)


def see_all(folders):
    """Whether every format that something here reads was there."""
    missing = {*STEPS, *FOLDER_READERS, *READERS, *BY_RULES} - {read_export(folder).format for folder in folders}
    check(not missing, f"no export of {', '.join(sorted(missing))}")
    return f"{len(folders)} exports"


def attempt(name, work):
    """Runs a check and gives whether it passed; any error of a trainer's code is a failure of this check alone."""
    try:
        print(f"ok      {name}: {work()}", flush=True)
        return True
    except Failed as failure:
        print(f"FAILED  {name}: {failure}", flush=True)
    except Exception:
        print(f"FAILED  {name}: {traceback.format_exc()}", flush=True)
    return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--pages", type=Path)
    given = parser.parse_args()
    # Of settings that will be called otherwise one day: the versions are pinned.
    warnings.simplefilter("ignore", FutureWarning)
    datasets.disable_progress_bars()
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    torch.set_num_threads(2)
    report = Report(BY_RULES)
    passed = []
    for folder in given.folders:
        with tempfile.TemporaryDirectory() as scratch:
            passed.append(attempt(folder.name, lambda: check_folder(folder, scratch, report)))
    if given.pages is not None:
        passed.append(attempt("all formats", lambda: see_all(given.folders)))
        for page, run in pages.examples(given.pages, given.folders):
            passed.append(attempt(page, run))
    print(report.table())
    failures = passed.count(False)
    print(f"{len(passed) - failures} passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
