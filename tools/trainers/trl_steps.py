"""
TRL's own trainers take a few steps on the rows, with a tiny random model. Each gives how many rows it kept, and how many are
longer than it takes and left out by it; DPO and KTO cut those instead, and leave out those whose prompt alone is too long.
"""

import math

from transformers import PrinterCallback, Qwen2ForCausalLM, Qwen2ForSequenceClassification, set_seed
from trl import DPOConfig, DPOTrainer, KTOConfig, KTOTrainer, RewardConfig, RewardTrainer

from exports import check, tiny_config, tokenizer_for

STEPS = 3
# Many answers are longer: what the trainers do with those is seen, too.
LENGTH = 512


def settings(scratch):
    return {
        "output_dir": str(scratch), "max_steps": STEPS, "per_device_train_batch_size": 2, "learning_rate": 1e-3, "max_length": LENGTH,
        "logging_steps": 1, "save_strategy": "no", "report_to": [], "use_cpu": True, "bf16": False, "fp16": False, "gradient_checkpointing": False,
        "disable_tqdm": True,
    }


def run(trainer):
    """Some steps on the first split, and the loss on every other one."""
    # What is logged is read below; nobody wants to see it scroll by.
    trainer.remove_callback(PrinterCallback)
    trainer.train()
    losses = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
    check(len(losses) == STEPS and all(math.isfinite(loss) for loss in losses), f"losses {losses}")
    kept = len(trainer.train_dataset)
    check(kept > 0, "the trainer kept no row")
    for name, held_out in (trainer.eval_dataset or {}).items():
        loss = trainer.evaluate(held_out, metric_key_prefix=name)[f"{name}_loss"]
        check(math.isfinite(loss), f"the loss on {name} is {loss}")
        kept += len(held_out)
    return kept


def given(splits, tokenizer):
    """What all trainers are given: `train` to learn from, the other splits to measure on."""
    others = {name: splits[name] for name in splits if name != "train"}
    return {"train_dataset": splits["train"], "eval_dataset": others or None, "processing_class": tokenizer}


def reward(splits, scratch):
    set_seed(1)
    tokenizer = tokenizer_for(all_of(splits))
    model = Qwen2ForSequenceClassification(tiny_config(tokenizer, num_labels=1))
    trainer = RewardTrainer(model=model, args=RewardConfig(**settings(scratch)), **given(splits, tokenizer))
    return run(trainer), sum(1 for row in all_of(splits) if any(length(tokenizer, row, side) > LENGTH for side in ("chosen", "rejected")))


def all_of(splits):
    return [row for name in splits for row in splits[name]]


def length(tokenizer, row, side):
    """Tokens of a side with its prompt, counted as TRL's documentation says and not by its code."""
    prompt, answer = row.get("prompt"), row[side]
    if isinstance(answer, str):
        ids = tokenizer((prompt or "") + answer)["input_ids"]
        # TRL ends texts by itself.
        return len(ids) + (0 if ids[-1:] == [tokenizer.eos_token_id] else 1)
    return len(tokenizer.apply_chat_template([*(prompt or []), *answer], return_dict=True)["input_ids"])


def language_model(rows, scratch):
    """On the disk, because the trainers load the model they compare with from where the first one came."""
    set_seed(1)
    tokenizer = tokenizer_for(rows)
    folder = f"{scratch}/model"
    Qwen2ForCausalLM(tiny_config(tokenizer)).save_pretrained(folder)
    return Qwen2ForCausalLM.from_pretrained(folder), tokenizer


def long_prompts(splits, tokenizer):
    """Rows of which the prompt alone fills the length, so that nothing of an answer is left to learn from."""
    return sum(1 for row in all_of(splits) if prompt_length(tokenizer, row["prompt"]) >= LENGTH)


def prompt_length(tokenizer, prompt):
    if isinstance(prompt, str):
        return len(tokenizer(prompt)["input_ids"])
    return len(tokenizer.apply_chat_template(prompt, add_generation_prompt=True, return_dict=True)["input_ids"])


def dpo(splits, scratch):
    model, tokenizer = language_model(all_of(splits), scratch)
    trainer = DPOTrainer(model=model, args=DPOConfig(**settings(scratch)), **given(splits, tokenizer))
    return run(trainer), long_prompts(splits, tokenizer)


def kto(splits, scratch):
    model, tokenizer = language_model(all_of(splits), scratch)
    trainer = KTOTrainer(model=model, args=KTOConfig(**settings(scratch)), **given(splits, tokenizer))
    return run(trainer), long_prompts(splits, tokenizer)
