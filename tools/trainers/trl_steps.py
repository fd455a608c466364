"""TRL's own trainers take a few steps on the rows, with a tiny random model. Each gives the number of rows it kept."""

import math

from transformers import Qwen2ForCausalLM, Qwen2ForSequenceClassification, set_seed
from trl import DPOConfig, DPOTrainer, KTOConfig, KTOTrainer, RewardConfig, RewardTrainer

from exports import MAX_LENGTH, check, tiny_config, tokenizer_for

STEPS = 4


def settings(scratch):
    return {
        "output_dir": str(scratch), "max_steps": STEPS, "per_device_train_batch_size": 4, "learning_rate": 1e-3, "max_length": MAX_LENGTH,
        "logging_steps": 1, "save_strategy": "no", "report_to": [], "use_cpu": True, "bf16": False, "fp16": False, "gradient_checkpointing": False,
        "disable_tqdm": True,
    }


def run(trainer):
    trainer.train()
    losses = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
    check(len(losses) == STEPS and all(math.isfinite(loss) for loss in losses), f"losses {losses}")
    kept = len(trainer.train_dataset)
    check(kept > 0, "the trainer kept no row")
    return kept


def reward(rows, scratch):
    set_seed(1)
    tokenizer = tokenizer_for(rows)
    model = Qwen2ForSequenceClassification(tiny_config(tokenizer, num_labels=1))
    return run(RewardTrainer(model=model, args=RewardConfig(**settings(scratch)), train_dataset=rows, processing_class=tokenizer))


def language_model(rows, scratch):
    """On the disk, because the trainers load the model they compare with from where the first one came."""
    set_seed(1)
    tokenizer = tokenizer_for(rows)
    folder = f"{scratch}/model"
    Qwen2ForCausalLM(tiny_config(tokenizer)).save_pretrained(folder)
    return Qwen2ForCausalLM.from_pretrained(folder), tokenizer


def dpo(rows, scratch):
    model, tokenizer = language_model(rows, scratch)
    return run(DPOTrainer(model=model, args=DPOConfig(**settings(scratch)), train_dataset=rows, processing_class=tokenizer))


def kto(rows, scratch):
    model, tokenizer = language_model(rows, scratch)
    return run(KTOTrainer(model=model, args=KTOConfig(**settings(scratch)), train_dataset=rows, processing_class=tokenizer))
