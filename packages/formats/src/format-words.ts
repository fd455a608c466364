import type { ExportFormat } from '@pairwright/contract/datasets';
import type { RefusalReason } from '@pairwright/contract/export-formats';
import type { Losable } from './out/not-carried.ts';

/** What the dataset card says of formats and refusals, in one language. */
interface FormatWords {
  readonly formats: Readonly<Record<ExportFormat, string>>;
  readonly refusals: Readonly<Record<RefusalReason, string>>;
  readonly notCarried: Readonly<Record<Losable, string>>;
}

export const englishFormats: FormatWords = {
  formats: {
    'trl-implicit':
      'one row per resolved pair: `chosen` and `rejected` are whole conversations that share the prompt',
    'trl-explicit': 'one row per resolved pair: `prompt`, `chosen` and `rejected` are lists of messages',
    'text-triple':
      '`prompt`, `chosen` and `rejected` are texts: one turn as it is, or the turns in a named template',
    'hh-strings': '`chosen` and `rejected` are transcripts with `Human:` and `Assistant:` before each turn',
    kto: 'one row per response that is good or bad: `prompt`, `completion`, `label`',
    stepwise: 'one row per response whose steps were judged: `prompt`, `completions`, `labels`',
    'llamafactory-sharegpt':
      '`conversations`, `chosen` and `rejected` with `from` and `value`, a `system` column, and `dataset_info.json`',
    'llamafactory-alpaca':
      '`instruction`, `input`, `chosen`, `rejected`, `system`, `history`, and `dataset_info.json`',
    'llamafactory-kto':
      'one row per response that is good or bad: `conversations` ending with it, `kto_tag`, and `dataset_info.json`',
    'swift-rlhf': '`messages` is the chosen conversation, `rejected_response` the text that lost',
    'swift-kto': 'one row per response that is good or bad: `messages` ending with it and `label`',
    'axolotl-bt': '`system`, `input`, `chosen` and `rejected` are texts of one turn',
    'axolotl-dpo': '`messages` before, `chosen` and `rejected` as one message each',
    'nemo-rl': '`context` and two `completions` with ranks, 0 the better',
    'nemo-aligner-rm':
      'two lines next to each other for each pair, the better first: `text` is prompt and response in a template',
    'nemo-aligner-dpo': '`prompt`, `chosen_response` and `rejected_response` are texts in a template',
    'nemo-aligner-regression':
      'one row per rated response: `text` in a template and `label`, nine attributes in a fixed order, -100 where not rated',
    colossal: '`context`, `chosen` and `rejected` are lists of `from` and `content`',
    tinker: '`comparison` of two completions and `label` A, B or Tie',
    'moss-rm': '`chosen` and `rejected` are lists of texts whose speakers alternate, in one JSON list',
    helpsteer3:
      '`context`, `response1`, `response2` and `overall_preference` of -3 to 3, negative = `response1`; each judgment in `individual_preference`',
    rewardbench: '`prompt`, `chosen` and `rejected` are texts, with the models’ names',
    arena: 'one row per judgment of a pair: which model won, in two whole conversations',
    votes: 'one row per judgment, counted or not, with everything needed to resolve anew',
  },
  notCarried: {
    ids: 'ids of rows',
    margin: 'margins',
    weight: 'weights',
    judgments: 'single judgments',
    models: 'names of models',
    language: 'languages',
  },
  refusals: {
    other_kind: 'of a kind that the format has no place for',
    tie: 'a tie',
    both_bad: 'both bad',
    wins_and_loses: 'better than one and worse than another response',
    lone_surrogate: 'broken text (half a character)',
    null_content: 'a message without text',
    tool_messages: 'calls of tools',
    message_name: 'a message names its speaker',
    images: 'images',
    no_prompt: 'the prompt does not end with words of the user',
    system_prompt: 'a system prompt',
    earlier_turns: 'earlier turns',
    role_order: 'user and assistant do not take turns',
    several_messages: 'an answer of several messages',
    blank_answer: 'an empty answer',
    blank_turn: 'an empty turn',
    identical_answers: 'two equal answers',
    delimiter_text: 'a text holds the format’s own marks',
    no_model: 'a response without a model’s name',
    no_strength: 'nothing tells how strong the preference is',
    no_margin: 'no margin',
    weight: 'counts less than a whole row',
    neutral_step: 'a step that is neither right nor wrong',
    no_steps: 'no step was judged, or one is empty',
    too_few_judgments: 'too few judgments',
    unknown_ratings: 'no rating that the format knows',
    personal_data: 'personal data in a reason, or in a response that is only rated',
  },
};

export const chineseFormats: FormatWords = {
  formats: {
    'trl-implicit': '每个有结论的回答对一行：`chosen` 与 `rejected` 是含相同提示的完整对话',
    'trl-explicit': '每个有结论的回答对一行：`prompt`、`chosen`、`rejected` 为消息列表',
    'text-triple': '`prompt`、`chosen`、`rejected` 为文本：单轮原文，或按模板拼接的多轮',
    'hh-strings': '`chosen` 与 `rejected` 为对话文本，每轮前有 `Human:` 或 `Assistant:`',
    kto: '每个判为好或坏的回答一行：`prompt`、`completion`、`label`',
    stepwise: '每个逐步评判的回答一行：`prompt`、`completions`、`labels`',
    'llamafactory-sharegpt':
      '`conversations`、`chosen`、`rejected` 以 `from`、`value` 表示，另有 `system` 列和 `dataset_info.json`',
    'llamafactory-alpaca':
      '`instruction`、`input`、`chosen`、`rejected`、`system`、`history` 及 `dataset_info.json`',
    'llamafactory-kto':
      '每个判为好或坏的回答一行：以该回答结尾的 `conversations`、`kto_tag` 及 `dataset_info.json`',
    'swift-rlhf': '`messages` 为胜出的完整对话，`rejected_response` 为落败的文本',
    'swift-kto': '每个判为好或坏的回答一行：以该回答结尾的 `messages` 和 `label`',
    'axolotl-bt': '`system`、`input`、`chosen`、`rejected` 为单轮文本',
    'axolotl-dpo': '`messages` 为上文，`chosen` 与 `rejected` 各为一条消息',
    'nemo-rl': '`context` 与两个带名次的 `completions`，0 为较优',
    'nemo-aligner-rm': '每对回答占相邻两行，较优者在前：`text` 为按模板拼接的提示与回答',
    'nemo-aligner-dpo': '`prompt`、`chosen_response`、`rejected_response` 为按模板拼接的文本',
    'nemo-aligner-regression':
      '每个有评分的回答一行：按模板拼接的 `text` 与 `label`（固定次序的九项属性，未评分为 -100）',
    colossal: '`context`、`chosen`、`rejected` 为 `from`、`content` 的列表',
    tinker: '`comparison` 含两个回答，`label` 为 A、B 或 Tie',
    'moss-rm': '`chosen` 与 `rejected` 为说话人交替的文本列表，整个文件是一个 JSON 列表',
    helpsteer3:
      '`context`、`response1`、`response2` 与 -3 到 3 的 `overall_preference`（负数 = `response1` 较优）；各判断在 `individual_preference` 中',
    rewardbench: '`prompt`、`chosen`、`rejected` 为文本，并有模型名称',
    arena: '每个回答对的每个判断一行：哪个模型胜出，含两段完整对话',
    votes: '每个判断一行（无论是否计入），可据此重新计算结论',
  },
  notCarried: {
    ids: '行的编号',
    margin: '差距（margin）',
    weight: '权重',
    judgments: '单个判断',
    models: '模型名称',
    language: '语言',
  },
  refusals: {
    other_kind: '格式中没有这类数据的位置',
    tie: '平局',
    both_bad: '两者都不好',
    wins_and_loses: '胜过一个回答又输给另一个',
    lone_surrogate: '文本损坏（半个字符）',
    null_content: '有消息没有文本',
    tool_messages: '含工具调用',
    message_name: '消息带有说话人姓名',
    images: '含图片',
    no_prompt: '提示不以用户的文字结尾',
    system_prompt: '含系统提示',
    earlier_turns: '含多轮上文',
    role_order: '用户与助手未交替发言',
    several_messages: '回答含多条消息',
    blank_answer: '回答为空',
    blank_turn: '上文有空消息',
    identical_answers: '两个回答相同',
    delimiter_text: '文本含有格式自身的分隔标记',
    no_model: '回答没有模型名称',
    no_strength: '没有偏好强度',
    no_margin: '没有 margin',
    weight: '权重不足一整行',
    neutral_step: '有步骤既非对也非错',
    no_steps: '没有已评判的步骤，或有步骤为空',
    too_few_judgments: '判断数不足',
    unknown_ratings: '没有格式认识的评分',
    personal_data: '理由或仅被评分的回答含个人信息',
  },
};
