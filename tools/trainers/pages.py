"""The Python examples of docs pages, run as they stand there.

A page names the format that it is about in a comment, `<!-- trainers: FORMAT -->`; its examples run one after another in an
empty folder where the page's export lies in `data/`. A model that an example names is a folder of that name with a tiny
random model in it.
"""

import contextlib
import os
import re
import runpy
import shutil
import tempfile
from pathlib import Path

import loaders
from exports import check, read_export, save_tiny_model

FORMAT = re.compile(r"<!-- trainers: ([a-z0-9-]+) -->")
EXAMPLE = re.compile(r"^```python\n(.*?)^```$", re.M | re.S)
MODEL = re.compile(r'"(Qwen/[\w.-]+)"')


def examples(pages, folders):
    """(name, run) for each page that names a format, in the order of names."""
    by_format = {}
    for folder in folders:
        export = read_export(folder)
        if export.container == "jsonl":
            by_format.setdefault(export.format, export)
    for page in sorted(pages.glob("*.md")):
        text = page.read_text("utf-8")
        named = FORMAT.findall(text)
        if named:
            yield page.name, lambda text=text, named=named: run_page(text, named, by_format)


def run_page(text, named, by_format):
    parts = re.split(FORMAT, text)
    done = 0
    for name, part in zip(parts[1::2], parts[2::2]):
        check(name in by_format, f"there is no export of {name}")
        export = by_format[name]
        for code in EXAMPLE.findall(part):
            run_example(code, export)
            done += 1
    check(done > 0, "the page has no example in Python")
    return f"{done} examples in Python, of {', '.join(dict.fromkeys(named))}"


def run_example(code, export):
    loaders.stand_in()
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(export.folder, f"{scratch}/data")
        for model in set(MODEL.findall(code)):
            save_tiny_model(export, Path(scratch, model))
        script = Path(scratch, "example.py")
        script.write_text(code, "utf-8")
        before = os.getcwd()
        os.chdir(scratch)
        try:
            with contextlib.redirect_stdout(open(os.devnull, "w", encoding="utf-8")):
                runpy.run_path(str(script), run_name="__main__")
        finally:
            os.chdir(before)
