"""The examples of docs pages, run or looked up as they stand there.

A page says before its examples in Python of which export they are and in which folder it lies: `<!-- trainers: FORMAT in
FOLDER -->`. They are run in a folder with just that. A model that an example names is a folder of that name with a tiny random
model in it. Flags and settings with which a training starts, which needs a GPU, are read by the trainer's own parser, names, values and
all; the training is not begun. What a page installs is what is installed here. The Chinese page has the same examples. The
commands of Pairwright are run by e2e/src/trainers/pages.e2e.ts.
"""

import contextlib
import os
import re
import runpy
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

import loaders
import starts
from exports import check, read_export, save_tiny_model

PLACE = re.compile(r"^<!-- trainers: ([a-z0-9-]+) in ([\w-]+) -->$", re.M)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
# Its trainings are started by the examples in Python, which are run.
NO_STARTS = {"trl"}
MODEL = re.compile(r'"(Qwen/[\w.-]+)"')
INSTALL = re.compile(r"^pip install ([\w-]+)==([\w.]+)$", re.M)


def examples(pages, folders):
    """(name, run) for each English page."""
    smallest = {}
    for export in map(read_export, folders):
        # Examples name one file.
        if export.is_plain and len(export.data) == 1 and export.rows < getattr(smallest.get(export.format), "rows", float("inf")):
            smallest[export.format] = export
    english = [page for page in pages.glob("*.md") if ".zh-CN" not in page.name]
    # First those that train: once swift's arguments are imported, its changes to transformers hold for all of this process.
    for page in sorted(english, key=lambda page: (page.stem not in NO_STARTS, page.name)):
        yield page.name, lambda page=page: check_page(page, smallest)


def check_page(page, exports):
    text = page.read_text("utf-8")
    chinese = page.with_name(f"{page.stem}.zh-CN.md").read_text("utf-8")
    check(BLOCK.findall(chinese) == BLOCK.findall(text), "the Chinese page has other examples")
    check_versions(text)
    read = sum(starts.read(kind, code) for kind, code in BLOCK.findall(text))
    check(read > 0 or page.stem in NO_STARTS, "the page starts no training")
    parts = PLACE.split(text)
    done = 0
    for name, place, part in zip(parts[1::3], parts[2::3], parts[3::3]):
        check(name in exports, f"there is no export of {name}")
        for kind, code in BLOCK.findall(part):
            if kind == "python":
                run_example(code, exports[name], place)
                done += 1
    check(done > 0, "the page has no example in Python")
    return f"{done} examples run, {read} starts of a training read by the trainer's own parser"


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


def check_versions(text):
    for package, wanted in INSTALL.findall(text):
        check(version(package) == wanted, f"the page installs {package} {wanted}, here is {version(package)}")
