"""The examples of docs pages, run or looked up as they stand there.

A page says before its examples in Python of which export they are and in which folder it lies: `<!-- trainers: FORMAT in
FOLDER -->`. They are run in a folder with just that. A model that an example names is a folder of that name with a tiny random
model in it. Flags and settings with which a training starts, which needs a GPU, must be known to the trainer's code. The
Chinese page has the same examples. The commands of Pairwright are run by e2e/src/trainers/pages.e2e.ts.
"""

import contextlib
import os
import re
import runpy
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

import loaders
from exports import check, read_export, save_tiny_model

PLACE = re.compile(r"^<!-- trainers: ([a-z0-9-]+) in ([\w-]+) -->$", re.M)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
MODEL = re.compile(r'"(Qwen/[\w.-]+)"')
# Where a trainer's flags and settings are written down.
SOURCES = {
    "openrlhf": ["openrlhf/cli/train_rm.py"],
    "llamafactory": ["llamafactory/hparams", "transformers/training_args.py"],
    "axolotl": ["axolotl/utils/schemas"],
    "ms-swift": ["swift/arguments", "transformers/training_args.py"],
}


def examples(pages, folders):
    """(name, run) for each English page, in the order of names."""
    smallest = {}
    for export in map(read_export, folders):
        if export.container == "jsonl" and export.rows < getattr(smallest.get(export.format), "rows", float("inf")):
            smallest[export.format] = export
    for page in sorted(page for page in pages.glob("*.md") if ".zh-CN" not in page.name):
        yield page.name, lambda page=page: check_page(page, smallest)


def check_page(page, exports):
    text = page.read_text("utf-8")
    chinese = page.with_name(f"{page.stem}.zh-CN.md").read_text("utf-8")
    check(BLOCK.findall(chinese) == BLOCK.findall(text), "the Chinese page has other examples")
    known = check_words(page.stem, BLOCK.findall(text))
    parts = PLACE.split(text)
    done = 0
    for name, place, part in zip(parts[1::3], parts[2::3], parts[3::3]):
        check(name in exports, f"there is no export of {name}")
        for kind, code in BLOCK.findall(part):
            if kind == "python":
                run_example(code, exports[name], place)
                done += 1
    check(done > 0, "the page has no example in Python")
    return f"{done} examples run, {known} flags and settings known"


def run_example(code, export, place):
    loaders.stand_in()
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(export.folder, Path(scratch, place))
        for model in set(MODEL.findall(code)):
            save_tiny_model(export, Path(scratch, model))
        script = Path(scratch, "example.py")
        script.write_text(code, "utf-8")
        before = os.getcwd()
        os.chdir(scratch)
        try:
            with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
                runpy.run_path(str(script), run_name="__main__")
        finally:
            os.chdir(before)


def check_words(trainer, blocks):
    """How many flags and settings of a page the trainer knows; all of them, or the check fails."""
    words = [word for kind, code in blocks for word in words_of(kind, code)]
    source = "\n".join(read_sources(trainer)) if words else ""
    for word in words:
        name = re.escape(word)
        known = re.search(rf'"--{name}"|^    {name}\s*:', source, re.M)
        check(known, f"{trainer} does not know {word}")
    return len(words)


def words_of(kind, code):
    if kind == "yaml":
        return re.findall(r"^[ -]*(\w+):", code, re.M)
    if kind != "sh":
        return []
    starts = [line for line in code.splitlines() if "npm run cli " not in line]
    return [word for line in starts for word in re.findall(r"--([\w.]+)", line) if word != "module"]


def read_sources(trainer):
    for place in SOURCES[trainer]:
        package, _, inside = place.partition("/")
        root = Path(find_spec(package).submodule_search_locations[0], inside)
        for file in [root] if root.is_file() else sorted(root.rglob("*.py")):
            yield file.read_text("utf-8")
