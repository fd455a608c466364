"""The readers of other trainers, their own code: each takes an export and gives the number of rows that it kept.

Their packages are installed without what they need for training, models, pictures and sound (requirements-loaders.txt);
what their readers import of that all the same and never use for text stands in as an empty module, named in STAND_INS.
"""

import json
import logging
import sys
import types
from types import SimpleNamespace

from exports import MAX_LENGTH, check, json_lines, tokenizer_for

# LLaMA-Factory imports it for sound in messages, which no export of ours has.
STAND_INS = ["torchaudio"]


def stand_in():
    for name in STAND_INS:
        try:
            __import__(name)
        except (ImportError, OSError):
            sys.modules[name] = types.ModuleType(name)


def quiet(*names):
    for name in names:
        logging.getLogger(name).setLevel(logging.ERROR)


def llama_factory(export, cache):
    """By `dataset_info.json`, through the loader and the processor of the stage that reads such rows."""
    stand_in()
    from llamafactory.data.loader import _load_single_dataset
    from llamafactory.data.parser import get_dataset_list
    from llamafactory.data.processor import FeedbackDatasetProcessor, PairwiseDatasetProcessor
    from llamafactory.data.template import TEMPLATES

    quiet("llamafactory")
    names = list(json.loads((export.folder / "dataset_info.json").read_text("utf-8")))
    data_args = SimpleNamespace(
        dataset_dir=str(export.folder), streaming=False, preprocessing_num_workers=None, overwrite_cache=True, max_samples=None,
        media_dir=str(export.folder), cutoff_len=MAX_LENGTH,
    )
    model_args = SimpleNamespace(cache_dir=str(cache), hf_hub_token=None)
    training_args = SimpleNamespace(local_process_index=0)
    kept = 0
    for attributes in get_dataset_list(names, str(export.folder)):
        aligned = _load_single_dataset(attributes, model_args, data_args, training_args)
        tokenizer = tokenizer_for(aligned)
        # A template of theirs that needs no special tokens.
        processor_of = PairwiseDatasetProcessor if attributes.ranking else FeedbackDatasetProcessor
        processor = processor_of(template=TEMPLATES["alpaca"], tokenizer=tokenizer, processor=None, data_args=data_args)
        done = processor.preprocess_dataset(aligned[:])
        kept += len(next(iter(done.values()), []))
    return kept


def swift(export, _cache):
    from swift.dataset import load_dataset

    quiet("swift", "modelscope")
    kept = 0
    for file in export.data:
        # strict: what it would leave out is an error.
        loaded, _ = load_dataset(str(file), strict=True, load_from_cache_file=False)
        kept += len(loaded)
    return kept


def openrlhf(export, _cache):
    """Opens the folder, whatever is in it, and each of its parts by name."""
    from openrlhf.datasets.reward_dataset import RewardDataset
    from openrlhf.datasets.utils import blending_datasets

    strategy = SimpleNamespace(print=lambda *_: None, is_rank_0=lambda: False)
    kept = 0
    for part in export.parts():
        rows = blending_datasets(str(export.folder), strategy=strategy, dataset_split=part)
        tokenizer = tokenizer_for(rows)
        said = SimpleNamespace(
            prompt_key="prompt" if "prompt" in rows.column_names else None, chosen_key="chosen", rejected_key="rejected",
            apply_chat_template=not isinstance(rows[0]["chosen"], str), tokenizer_chat_template=None,
        )
        strategy.args = SimpleNamespace(data=said)
        loaded = RewardDataset(rows, tokenizer, MAX_LENGTH, strategy, num_processors=1)
        for index in range(0, len(loaded), max(1, len(loaded) // 100)):
            loaded[index]
        kept += len(loaded)
    return kept


def axolotl_dpo(export, _cache):
    from axolotl.prompt_strategies.dpo.chat_template import argilla_chat, default

    return _axolotl_map(export, default if export.format == "axolotl-dpo" else argilla_chat)


def _axolotl_map(export, strategy):
    from axolotl.utils.dict import DictDefault

    rows = [row for file in export.data for row in json_lines(file)]
    tokenizer = tokenizer_for(rows)
    transform, _ = strategy(DictDefault({"datasets": [{"chat_template": "tokenizer_default"}], "chat_template": "tokenizer_default"}))
    for row in rows:
        made = transform(row, tokenizer=tokenizer)
        check(made["chosen"] != "" and made["chosen"] != made["rejected"], f"row {row.get('id')}: {made}")
    return len(rows)


def axolotl_reward(export, _cache):
    from axolotl.prompt_strategies.bradley_terry.chat_template import load
    from axolotl.utils.dict import DictDefault

    quiet("axolotl")
    rows = [row for file in export.data for row in json_lines(file)]
    tokenizer = tokenizer_for(rows)
    strategy = load(tokenizer, DictDefault({"sequence_len": MAX_LENGTH, "reward_model": True, "chat_template": "tokenizer_default"}))
    return sum(1 for row in rows if len(strategy._tokenize_single_prompt(dict(row))["chosen_ids"]) > 0)


def axolotl_steps(export, _cache):
    """Every step has its label at its last token, which is the separator behind it."""
    from axolotl.prompt_strategies.stepwise_supervised import load
    from axolotl.utils.dict import DictDefault

    quiet("axolotl")
    rows = [row for file in export.data for row in json_lines(file)]
    strategy = load(tokenizer_for(rows), DictDefault({"sequence_len": MAX_LENGTH}), DictDefault({}))
    kept = 0
    for row in rows:
        labels = [label for label in strategy.tokenize_prompt(row)["labels"] if label != -100]
        check(labels == [int(label) for label in row["labels"]], f"row {row.get('id')}: labels {labels} of {row['labels']}")
        kept += 1
    return kept


def tinker(export, _cache):
    from tinker_cookbook.preference.preference_datasets import ComparisonBuilderFromJsonl

    kept = 0
    for file in export.data:
        builder = ComparisonBuilderFromJsonl(train_path=str(file))
        rows, _ = builder.get_train_and_test_datasets()
        kept += sum(1 for row in rows if builder.example_to_labeled_comparison(row) is not None)
    return kept
