"""Loads exported folders as a trainer would and takes a few reward-model steps on them.

Usage: check_export.py FOLDER [FOLDER ...]

Every folder holds the files of one export: the data file, README.md and manifest.json. Nothing is fetched: tokenizer
and model are made here, tiny and random. What is shown is that the real readers take the files as they are, that no row
is lost on the way, and that the trainer keeps every pair and learns from it.
"""

import hashlib
import json
import math
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_DATASETS_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import datasets
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForSequenceClassification, set_seed
from trl import RewardConfig, RewardTrainer

STEPS = 4
MAX_LENGTH = 2048
TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] or '' }}<|end|>{% endfor %}"
)


def check(condition, message):
    if not condition:
        raise SystemExit(f"FAILED: {message}")


def load_folder(folder, cache):
    """The file by itself, and the whole folder as its README says; both must be the same rows."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    (entry,) = manifest["files"]
    file = folder / entry["name"]
    check(hashlib.sha256(file.read_bytes()).hexdigest() == entry["sha256"], f"{file} has another sha256 than its manifest says")
    by_file = datasets.load_dataset("json", data_files=str(file), split="train", cache_dir=f"{cache}/file")
    by_card = datasets.load_dataset(str(folder), split="train", cache_dir=f"{cache}/card")
    for name, loaded in (("file", by_file), ("card", by_card)):
        check(len(loaded) == entry["rows"], f"{folder} by {name}: {len(loaded)} rows instead of {entry['rows']}")
    with file.open(encoding="utf-8", newline="\n") as lines:
        raw = [json.loads(line) for line in lines]
    check(by_card.column_names == list(raw[0]), f"{folder}: columns {by_card.column_names}")
    for index in range(0, len(raw), max(1, len(raw) // 200)):
        check(by_card[index] == raw[index], f"{folder}: row {index} differs after loading by the card")
        check(by_file[index] == raw[index], f"{folder}: row {index} differs after loading the file")
    return manifest, by_card


def make_tokenizer(texts):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = ["<pad>", "<|end|>", "<|system|>", "<|user|>", "<|assistant|>", "<|tool|>"]
    tokenizer.train_from_iterator(
        texts, trainers.BpeTrainer(vocab_size=4000, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    )
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<pad>", eos_token="<|end|>")
    fast.chat_template = TEMPLATE
    return fast


def make_model(tokenizer):
    config = Qwen2Config(
        vocab_size=len(tokenizer), hidden_size=32, intermediate_size=64, num_hidden_layers=1, num_attention_heads=2, num_key_value_heads=2,
        max_position_embeddings=MAX_LENGTH, num_labels=1, pad_token_id=tokenizer.pad_token_id, eos_token_id=tokenizer.eos_token_id,
    )
    return Qwen2ForSequenceClassification(config)


def texts_of(dataset):
    for row in dataset:
        for column in ("prompt", "chosen", "rejected"):
            for message in row.get(column) or []:
                yield message["content"] or ""


def train(dataset, scratch):
    set_seed(1)
    tokenizer = make_tokenizer(texts_of(dataset))
    arguments = RewardConfig(
        output_dir=scratch, max_steps=STEPS, per_device_train_batch_size=4, learning_rate=1e-3, max_length=MAX_LENGTH, logging_steps=1,
        save_strategy="no", report_to=[], use_cpu=True, bf16=False, fp16=False, gradient_checkpointing=False, disable_tqdm=True,
    )
    trainer = RewardTrainer(model=make_model(tokenizer), args=arguments, train_dataset=dataset, processing_class=tokenizer)
    kept = len(trainer.train_dataset)
    trainer.train()
    losses = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
    check(len(losses) == STEPS and all(math.isfinite(loss) for loss in losses), f"losses {losses}")
    check(kept > 0, "the trainer kept no row")
    return kept, losses


def main(folders):
    check(folders, "name at least one folder of an export")
    datasets.disable_progress_bars()
    torch.set_num_threads(2)
    print(f"datasets {datasets.__version__}, torch {torch.__version__}")
    for folder in map(Path, folders):
        with tempfile.TemporaryDirectory() as scratch:
            manifest, loaded = load_folder(folder, scratch)
            said = f"{folder}: {manifest['format']}, {len(loaded)} rows, columns {', '.join(loaded.column_names)}"
            if manifest["format"] == "votes":
                counted = sum(loaded["counted"])
                check(counted == manifest["counts"]["judgments_counted"], f"{counted} votes count, the manifest says otherwise")
                print(f"{said}; {counted} counted")
                continue
            kept, losses = train(loaded, scratch)
            print(f"{said}; the trainer kept {kept} (pairs over {MAX_LENGTH} tokens are dropped by it); losses {[round(loss, 4) for loss in losses]}")
    print("all folders load and train")


if __name__ == "__main__":
    main(sys.argv[1:])
