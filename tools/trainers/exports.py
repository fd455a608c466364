"""Folders of exports as a trainer sees them, and what every check here needs: a tokenizer, a model, a way to fail."""

import csv
import gzip
import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path

import datasets
import yaml
import zstandard
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

MAX_LENGTH = 2048
TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] or '' }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
SPECIAL = ["<pad>", "<|end|>", "<|system|>", "<|user|>", "<|assistant|>", "<|tool|>"]


# Answers are longer than the cells that the reader takes unless told.
csv.field_size_limit(2**30)


class Failed(Exception):
    """What an export promises does not hold."""


def check(condition, message):
    if not condition:
        raise Failed(message)


@dataclass
class Export:
    """
    A folder with the files of one export. `data`: its data files; rows are counted as the manifest counts them. `rules`: what
    the row rules of packages/formats say of it, None where nobody asked them.
    """

    folder: Path
    manifest: dict
    data: list[Path]
    rules: dict | None

    @property
    def format(self):
        return self.manifest["format"]

    @property
    def container(self):
        return self.packing["container"]

    @property
    def packing(self):
        return self.manifest.get("packing", {"container": "jsonl", "compression": "none"})

    @property
    def is_plain(self):
        """JSON as it is: what a trainer can open that knows no packed files."""
        return (self.packing["container"], self.packing["compression"]) == ("jsonl", "none")

    @property
    def rows(self):
        return sum(entry["rows"] for entry in self.manifest["files"])

    def parts(self):
        """The rows of each split, as the card names its files: {split: rows}."""
        rows = {entry["name"]: entry["rows"] for entry in self.manifest["files"]}
        front = (self.folder / "README.md").read_text("utf-8").split("---\n")[1]
        (config,) = yaml.safe_load(front)["configs"]
        named = [name for part in config["data_files"] for name in part["path"]]
        check(sorted(named) == sorted(rows), f"the card names {named}, the manifest {list(rows)}")
        return {part["split"]: sum(rows[name] for name in part["path"]) for part in config["data_files"]}


def read_export(folder):
    """Reads the manifest and verifies the sum of every file that it names."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    files = [folder / entry["name"] for entry in manifest["files"]]
    for file, entry in zip(files, manifest["files"]):
        check(hashlib.sha256(file.read_bytes()).hexdigest() == entry["sha256"], f"{file} has another sha256 than its manifest says")
    told = folder.parent / "row-rules.json"
    rules = json.loads(told.read_text("utf-8")).get(folder.name) if told.exists() else None
    return Export(folder, manifest, files, rules)


def count_rows(export):
    """Every row of the version is written or has its reason; the lines are those of the files."""
    counts = export.manifest.get("format_rows")
    if counts is None:
        return
    refused = sum(counts["refused"].values())
    check(counts["read"] == counts["written"] + refused, f"{counts['read']} rows, {counts['written']} written, {refused} refused")
    check(counts["lines"] == export.rows, f"{counts['lines']} lines told, {export.rows} in the files")


def unpack_zstd(packed):
    return zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True).read()


UNPACK = {".gz": gzip.decompress, ".zst": unpack_zstd}


def json_lines(file):
    """The rows of a file of JSON lines, packed or not, or of one that is a JSON array."""
    text = UNPACK.get(file.suffix, bytes)(file.read_bytes()).decode("utf-8")
    if text.startswith("["):
        return json.loads(text)
    return [json.loads(line) for line in text.split("\n") if line != ""]


LOADERS = {"jsonl": "json", "parquet": "parquet", "csv": "csv", "spreadsheet": "csv"}


def open_files(export, loader, by_card, cache):
    """
    The files without the card. Where they are several, the first alone may hold nulls, from which no reader can tell a type: of JSON
    the card tells it. pandas takes no type for numbers that may be absent, so all cells of tables are texts.
    """
    files = [str(file) for file in export.data]
    if len(files) == 1 or loader == "parquet":
        return datasets.load_dataset(loader, data_files=files, split="train", cache_dir=cache)
    if loader == "json":
        return datasets.load_dataset(loader, data_files=files, split="train", features=by_card.features, cache_dir=cache)
    texts = datasets.Features({name: datasets.Value("string") for name in by_card.column_names})
    return datasets.load_dataset(loader, data_files=files, split="train", features=texts, cache_dir=cache)


def table_rows(file):
    """The cells of a table as they are written."""
    text = UNPACK.get(file.suffix, bytes)(file.read_bytes()).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def check_table(loaded, written):
    """Texts are what is written, an empty one and one such as "None" too; numbers are numbers."""
    for row, cells in zip(loaded, written, strict=True):
        for name, value in row.items():
            same = value == cells[name] if isinstance(value, str) else value is not None and value == float(cells[name])
            check(same, f"{name} is {value!r} instead of {cells[name]!r}")


def load_rows(export, cache):
    """
    The files by themselves, and the folder as its README says: both must be the rows that are written, and those of each split
    must be in it. Gives the splits in the order of the card.
    """
    packing = export.packing
    loader = LOADERS[packing["container"]]
    splits = datasets.load_dataset(str(export.folder), cache_dir=f"{cache}/card")
    parts = export.parts()
    found = {name: len(splits[name]) for name in splits}
    check(found == parts, f"the splits {found}, of the card {parts}")
    by_card = datasets.concatenate_datasets([splits[name] for name in parts])
    by_file = open_files(export, loader, by_card, f"{cache}/file")
    for name, loaded in {"file": by_file, "card": by_card}.items():
        check(len(loaded) == export.rows, f"by {name}: {len(loaded)} rows instead of {export.rows}")
    check(by_card.column_names == by_file.column_names, f"columns {by_card.column_names} by the card, {by_file.column_names} by the files")
    if LOADERS[packing["container"]] == "csv":
        # A column of empty cells has no type of its own; the card gives it one, and says where no cell is a null.
        if "keep_default_na: false" in (export.folder / "README.md").read_text("utf-8"):
            check_table(by_card, [row for file in export.data for row in table_rows(file)])
        return splits
    lines = packing["container"] == "jsonl"
    raw = [row for file in export.data for row in json_lines(file)] if lines else by_file
    if lines:
        check(by_card.column_names == list(raw[0]), f"columns {by_card.column_names}")
    for index in range(0, export.rows, max(1, export.rows // 200)):
        check(bare(by_file[index]) == bare(raw[index]), f"row {index} differs after loading the file")
        check(bare(by_card[index]) == bare(with_calls(raw[index])), f"row {index} differs after loading by the card")
    check_calls(export, by_card)
    return splits


# Of messages: most have none of these, and a column has them all. What is null there was not said.
SELDOM = {"name", "tool_calls", "tool_call_id", "images"}


def bare(value):
    """A value without the keys of messages that are null."""
    if isinstance(value, dict):
        return {key: bare(inner) for key, inner in value.items() if inner is not None or key not in SELDOM}
    return [bare(inner) for inner in value] if isinstance(value, list) else value


def with_calls(value):
    """A value whose calls of tools are what a chat template looks into: Parquet holds each as its JSON."""
    if isinstance(value, list):
        return [with_calls(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    return {key: calls_of(inner) if key == "tool_calls" and inner is not None else with_calls(inner) for key, inner in value.items()}


def calls_of(calls):
    return [json.loads(call) if isinstance(call, str) else call for call in calls]


def check_calls(export, rows):
    """Every call of a tool is a value with a function, and the samples have one where the format holds it."""
    found = [call for row in rows for call in calls_in(row)]
    for call in found:
        check(isinstance(call, dict) and call["function"]["name"] != "", f"a call of a tool is {call!r}")
    if export.format in HOLDS_CALLS and export.folder.name.startswith("samples-"):
        check(found != [], "no row has the call of a tool")


HOLDS_CALLS = {"trl-implicit", "trl-explicit", "votes"}


def calls_in(value):
    if isinstance(value, list):
        for inner in value:
            yield from calls_in(inner)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (inner or [] if key == "tool_calls" else calls_in(inner))


def make_tokenizer(texts):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(
        texts, trainers.BpeTrainer(vocab_size=4000, special_tokens=SPECIAL, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    )
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<pad>", eos_token="<|end|>")
    fast.chat_template = TEMPLATE
    return fast


def tiny_config(tokenizer, **more):
    return Qwen2Config(
        vocab_size=len(tokenizer), hidden_size=32, intermediate_size=64, num_hidden_layers=1, num_attention_heads=2, num_key_value_heads=2,
        max_position_embeddings=2 * MAX_LENGTH, pad_token_id=tokenizer.pad_token_id, eos_token_id=tokenizer.eos_token_id, **more,
    )


def save_tiny_model(export, folder):
    """A random model with its tokenizer, where an example looks for one by name."""
    rows = datasets.Dataset.from_list([row for file in export.data for row in json_lines(file)])
    tokenizer = tokenizer_for(rows)
    tokenizer.save_pretrained(folder)
    Qwen2ForCausalLM(tiny_config(tokenizer)).save_pretrained(folder)


def texts_of(value):
    """Every text in a row, wherever it stands."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts_of(part)


def tokenizer_for(rows):
    return make_tokenizer(text for row in rows for text in texts_of(row))
