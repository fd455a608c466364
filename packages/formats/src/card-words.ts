import type { UnitKind } from '@pairwright/contract/datasets';
import type { DropReason } from '@pairwright/contract/drop-reasons';
import type { Manifest } from './manifest.ts';

/** What the dataset card says of the closed lists, in one language. */
export interface Words {
  readonly kinds: Readonly<Record<UnitKind, string>>;
  readonly drops: Readonly<Record<DropReason, string>>;
  readonly majority: Readonly<Record<Manifest['recipe']['majority'], string>>;
  readonly ties: Readonly<Record<Manifest['recipe']['ties'], string>>;
  readonly bothBad: Readonly<Record<Manifest['recipe']['bothBad'], string>>;
  readonly rankings: Readonly<Record<Manifest['recipe']['rankings'], string>>;
  readonly rewrites: Readonly<Record<Manifest['recipe']['rewrites'], string>>;
}

export const english: Words = {
  kinds: {
    pair: 'a comparison of two responses',
    ranking: 'two responses of a comparison of three or more',
    single: 'a response judged alone, which gives no row',
    rewrite: 'a rewrite against a response of its comparison',
  },
  drops: {
    too_few_judgments: 'too few judgments',
    tie: 'a tie',
    both_bad: 'both bad',
    no_majority: 'no majority',
    cannot_judge: 'too many could not judge',
    identical_responses: 'identical responses',
    empty_chosen: 'the chosen response is empty',
    text_missing: 'the text is missing',
    flagged: 'flagged',
    no_preference: 'judged without a preference between two responses',
    not_selected: 'not selected by the recipe',
    withdrawn: 'withdrawn from work',
    other_batch: 'from an import that is not taken',
    other_round: 'of a round that is not taken',
    other_language: 'in a language that is not taken',
    other_category: 'of a category that is not taken',
    other_source: 'from a source that is not taken',
    other_tag: 'without a tag that is asked for',
    other_model: 'with a response of a model that is not taken',
    other_length: 'too short or too long',
    not_adjudicated: 'not decided by reviewers',
    flag_raised: 'somebody flagged a response',
    low_agreement: 'too little agreement',
    too_weak: 'the preference is too weak',
    other_outcome: 'an outcome that is not taken',
    no_margin: 'nothing to make the margin of',
    duplicate: 'says what an earlier row says',
    near_duplicate: 'says nearly what an earlier row says',
    personal_data: 'holds personal data',
  },
  majority: { simple: 'most votes win', absolute: 'more than half of the votes', unanimous: 'all votes' },
  ties: {
    drop: 'a tie is a vote; pairs that end in a tie are left out',
    ignore_votes: 'votes for a tie are ignored',
    keep: 'a tie is a vote; pairs that end in a tie are rows of their own kind, written by formats that can hold them',
    half_weight:
      'a tie is a vote; a pair that ends in a tie is two rows, one in each direction, with weight 0.5 each',
  },
  bothBad: {
    drop: '"both bad" is a vote; pairs that end so are left out',
    as_tie: '"both bad" counts as a tie',
    negatives: '"both bad" is a vote; pairs that end so are two negatives, written by formats with labels',
  },
  rankings: {
    all: 'every pair of ranked responses',
    adjacent: 'neighbours in the resolved order only',
    best_vs_rest: 'the best response against each of the others',
    best_vs_worst: 'the best response against the worst',
    leave_out: 'left out',
  },
  rewrites: {
    include:
      'a rewrite is chosen over the response it was made from and over what its author put below or beside that one; margin 1',
    leave_out: 'left out',
  },
};

export const chinese: Words = {
  kinds: {
    pair: '两个回答的比较',
    ranking: '三个或更多回答的比较中的每两个',
    single: '单独评判的回答，不产生数据行',
    rewrite: '改写后的回答与同一比较中的一个回答',
  },
  drops: {
    too_few_judgments: '判断数不足',
    tie: '平局',
    both_bad: '都不好',
    no_majority: '没有多数',
    cannot_judge: '过多“无法判断”',
    identical_responses: '两个回答相同',
    empty_chosen: '胜出的回答为空',
    text_missing: '缺少文本',
    flagged: '被报告问题',
    no_preference: '判断未表明两者优劣',
    not_selected: '配方未选取',
    withdrawn: '已撤出标注',
    other_batch: '所属导入未选取',
    other_round: '轮次未选取',
    other_language: '语言未选取',
    other_category: '类别未选取',
    other_source: '来源未选取',
    other_tag: '没有所要求的标签',
    other_model: '含未选取模型的回答',
    other_length: '过短或过长',
    not_adjudicated: '未经复核员裁定',
    flag_raised: '有人标记了回答',
    low_agreement: '一致程度过低',
    too_weak: '偏好过弱',
    other_outcome: '结果类型未选取',
    no_margin: '无从计算 margin',
    duplicate: '与前面的行重复',
    near_duplicate: '与前面的行近似',
    personal_data: '含个人信息',
  },
  majority: { simple: '得票最多者胜出', absolute: '超过半数', unanimous: '全体一致' },
  ties: {
    drop: '平局算一票；结果为平局的回答对不导出',
    ignore_votes: '忽略平局票',
    keep: '平局算一票；结果为平局的回答对单独成行，由能容纳它的格式写出',
    half_weight: '平局算一票；结果为平局的回答对写成正反两行，权重各 0.5',
  },
  bothBad: {
    drop: '“都不好”算一票；结果为都不好的回答对不导出',
    as_tie: '“都不好”按平局计',
    negatives: '“都不好”算一票；结果为都不好的回答对作为两个负例，由带标签的格式写出',
  },
  rankings: {
    all: '导出排序中的每一对回答',
    adjacent: '只导出最终次序中相邻的回答',
    best_vs_rest: '最佳回答与其余每个回答',
    best_vs_worst: '最佳回答与最差回答',
    leave_out: '不导出',
  },
  rewrites: {
    include: '改写优于其原回答，也优于作者认为不如或等同于原回答的回答；margin 为 1',
    leave_out: '不导出',
  },
};

/** Text from people inside Markdown: one line, no table breaks, no HTML. */
export const oneLine = (value: string): string =>
  value.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>#|]/g, String.raw`\$&`);
