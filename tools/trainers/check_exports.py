"""Loads exported folders as their trainers would: check_exports.py FOLDER [FOLDER ...]

Every folder holds the files of one export. Nothing is fetched: tokenizers and models are made here, tiny and random. What
is shown is that the real readers take the files as they are, that no row is lost on the way, and that trainers learn from
them. Where a trainer's code cannot be had here, that is said.
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_DATASETS_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import datasets
import torch
import transformers

import loaders
import trl_steps
from exports import MAX_LENGTH, Failed, check, load_rows, read_export

# Takes rows that `datasets` has loaded; over-long ones are dropped by TRL, which is told.
STEPS = {
    "trl-implicit": [trl_steps.reward],
    "trl-explicit": [trl_steps.reward, trl_steps.dpo],
    "text-triple": [trl_steps.reward, trl_steps.dpo],
    "kto": [trl_steps.kto],
}
# Takes the folder; keeps every row.
READERS = {
    "trl-implicit": [loaders.openrlhf, loaders.axolotl_dpo],
    "trl-explicit": [loaders.openrlhf],
    "text-triple": [loaders.openrlhf],
    "llamafactory-sharegpt": [loaders.llama_factory],
    "llamafactory-alpaca": [loaders.llama_factory],
    "llamafactory-kto": [loaders.llama_factory],
    "swift-rlhf": [loaders.swift],
    "swift-kto": [loaders.swift],
    "axolotl-bt": [loaders.axolotl_reward],
    "axolotl-dpo": [loaders.axolotl_dpo],
    "tinker": [loaders.tinker],
}


def check_folder(folder, scratch):
    export = read_export(folder)
    rows = load_rows(export, scratch)
    said = [f"datasets: {len(rows)}"]
    for take_steps in STEPS.get(export.format, []):
        kept = take_steps(rows, tempfile.mkdtemp(dir=scratch))
        said.append(f"TRL {take_steps.__name__}: {kept}" + (f" ({len(rows) - kept} over {MAX_LENGTH} tokens)" if kept < len(rows) else ""))
    for read in READERS.get(export.format, []):
        kept = read(export, tempfile.mkdtemp(dir=scratch))
        check(kept == len(rows), f"{read.__name__} kept {kept} of {len(rows)} rows")
        said.append(f"{read.__name__}: {kept}")
    if export.format not in STEPS and export.format not in READERS:
        said.append("no code of its trainer here: checked by the row rules in packages/formats")
    return f"{export.format}, {', '.join(said)}"


def main(folders):
    check(folders, "name at least one folder of an export")
    datasets.disable_progress_bars()
    transformers.utils.logging.set_verbosity_error()
    torch.set_num_threads(2)
    failures = 0
    for folder in map(Path, folders):
        with tempfile.TemporaryDirectory() as scratch:
            try:
                print(f"ok      {folder.name}: {check_folder(folder, scratch)}", flush=True)
            except Failed as failure:
                failures += 1
                print(f"FAILED  {folder.name}: {failure}", flush=True)
    print(f"{len(folders) - failures} of {len(folders)} folders load and train")
    return 1 if failures else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Failed as failure:
        sys.exit(f"FAILED: {failure}")
