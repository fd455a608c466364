import { dropReasons, type DropReason } from '@pairwright/domain/resolution';
import { featuresYaml } from './card-features.ts';
import type { Manifest } from './manifest.ts';

export interface CardSource {
  readonly manifest: Manifest;
  /** The data files in the order of their rows; all in the split `train`. */
  readonly dataFiles: readonly string[];
  readonly language: 'en' | 'zh-CN' | 'mixed';
  readonly question: {
    readonly en: string;
    readonly zh: string;
    readonly kind: 'pair' | 'rank' | 'single';
    /** Null where the question has no scale. */
    readonly points: number | null;
  };
  /** Where the prompts come from, with the number of comparisons of each. */
  readonly sources: readonly { readonly name: string; readonly comparisons: number }[];
  /** What the project says about rights to the texts; null when it says nothing. */
  readonly licenceNote: string | null;
  /** True when every message of the files has role and content only: no name, tool_calls or tool_call_id. */
  readonly plainMessages: boolean;
}

interface Words {
  readonly drops: Readonly<Record<DropReason, string>>;
  readonly majority: Readonly<Record<Manifest['recipe']['majority'], string>>;
  readonly ties: Readonly<Record<Manifest['recipe']['ties'], string>>;
  readonly bothBad: Readonly<Record<Manifest['recipe']['bothBad'], string>>;
  readonly formats: Readonly<Record<Manifest['format'], string>>;
}

const english: Words = {
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
  },
  majority: { simple: 'most votes win', absolute: 'more than half of the votes', unanimous: 'all votes' },
  ties: {
    drop: 'a tie is a vote; comparisons that end in a tie are left out',
    ignore_votes: 'votes for a tie are ignored',
  },
  bothBad: {
    drop: '"both bad" is a vote; comparisons that end so are left out',
    as_tie: '"both bad" counts as a tie',
  },
  formats: {
    'trl-implicit':
      'one row per resolved comparison: `chosen` and `rejected` are whole conversations that share the prompt',
    'trl-explicit':
      'one row per resolved comparison: `prompt`, `chosen` and `rejected` are lists of messages',
    votes: 'one row per judgment, counted or not, with everything needed to resolve anew',
  },
};

const chinese: Words = {
  drops: {
    too_few_judgments: '判断数不足',
    tie: '平局',
    both_bad: '两者都差',
    no_majority: '无多数意见',
    cannot_judge: '过多“无法判断”',
    identical_responses: '两个回答相同',
    empty_chosen: '胜出的回答为空',
    text_missing: '缺少文本',
    flagged: '被标记有问题',
  },
  majority: { simple: '得票最多者胜出', absolute: '超过半数', unanimous: '全体一致' },
  ties: { drop: '平局算一票；结果为平局的比较不导出', ignore_votes: '忽略平局票' },
  bothBad: { drop: '“都差”算一票；结果为都差的比较不导出', as_tie: '“都差”按平局计' },
  formats: {
    'trl-implicit': '每个有结论的比较一行：`chosen` 与 `rejected` 是含相同提示的完整对话',
    'trl-explicit': '每个有结论的比较一行：`prompt`、`chosen`、`rejected` 为消息列表',
    votes: '每个判断一行（无论是否计入），可据此重新计算结论',
  },
};

/** A value on one line of the YAML front matter. JSON strings are YAML strings. */
const yaml = (value: string): string => JSON.stringify(value);
/** Text from people inside Markdown: one line, no table breaks, no HTML. */
const plain = (value: string): string =>
  value.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>#|]/g, String.raw`\$&`);

function frontMatter({ manifest, dataFiles, language, plainMessages }: CardSource): string {
  const languages = { en: ['en'], 'zh-CN': ['zh'], mixed: ['en', 'zh'] }[language];
  return [
    '---',
    `pretty_name: ${yaml(`${manifest.dataset.name} v${manifest.dataset.version}`)}`,
    'language:',
    ...languages.map((code) => `- ${code}`),
    'tags:',
    '- preference',
    '- rlhf',
    '- reward-modeling',
    '- human-feedback',
    'configs:',
    '- config_name: default',
    '  default: true',
    '  data_files:',
    '  - split: train',
    '    path:',
    ...dataFiles.map((name) => `    - ${yaml(name)}`),
    featuresYaml({ format: manifest.format, withMargin: manifest.recipe.includeMargin, plainMessages }),
    '---',
  ].join('\n');
}

function dropTable(manifest: Manifest, words: Words, head: string): string {
  const rows = dropReasons.map(
    (reason) => `| ${words.drops[reason]} | \`${reason}\` | ${manifest.drop_reasons[reason]} |`,
  );
  return [head, '|---|---|---:|', ...rows].join('\n');
}

function englishKind({ kind, points }: CardSource['question']): string {
  if (kind === 'pair') return `scale of ${points} points`;
  return kind === 'rank' ? 'a ranking, best first' : 'one response by itself';
}

function chineseKind({ kind, points }: CardSource['question']): string {
  if (kind === 'pair') return `${points} 级量表`;
  return kind === 'rank' ? '从好到差排序' : '单独评判一个回答';
}

function englishSection({ manifest, question, sources, licenceNote }: CardSource): string {
  const { counts, recipe, dataset, project } = manifest;
  const marginLine =
    recipe.includeMargin && manifest.format !== 'votes'
      ? '- `margin`: mean strength towards the chosen response over all ballots, 0 to 3, a float in every row'
      : '- no margin column';
  return `# ${plain(dataset.name)}, version ${dataset.version}

Human preferences from the project "${plain(project.name)}", frozen at ${manifest.frozen_at}. Format \`${manifest.format}\`: ${english.formats[manifest.format]}.

## How it was made

- question: ${plain(question.en)} (${englishKind(question)}; question version ${manifest.question_versions.join(', ') || 'none'})
- guidelines version: ${manifest.guidelines_versions.join(', ') || 'none'}
- a comparison needs at least ${recipe.minJudgments} judgment${recipe.minJudgments === 1 ? '' : 's'}; majority: ${english.majority[recipe.majority]}
- ties: ${english.ties[recipe.ties]}; both bad: ${english.bothBad[recipe.bothBad]}
- flagged comparisons are ${recipe.dropFlagged ? 'left out' : 'kept'}
${marginLine}
- annotators appear under pseudonyms; which side a response was shown on was balanced and is recorded in the \`votes\` format

## Counts

${counts.comparisons} comparisons: ${counts.resolved} resolved, ${counts.dropped} left out. ${counts.judgments} judgments, ${counts.judgments_counted} of them counted.

${dropTable(manifest, english, '| left out because | code | comparisons |')}

## Sources and licence

${sources.length === 0 ? 'The rows name no source.' : sources.map(({ name, comparisons }) => `- ${plain(name)}: ${comparisons} comparisons`).join('\n')}

${licenceNote === null ? "The project states no licence. Ask its owner before you publish this data; outputs of hosted models may also fall under their providers' terms." : plain(licenceNote)}`;
}

function chineseSection({ manifest, question, sources, licenceNote }: CardSource): string {
  const { counts, recipe, dataset, project } = manifest;
  const marginLine =
    recipe.includeMargin && manifest.format !== 'votes'
      ? '- `margin`：全部有效票中偏向胜出回答的平均强度，0 到 3，每行都有'
      : '- 无 margin 列';
  return `# ${plain(dataset.name)}，第 ${dataset.version} 版

来自项目“${plain(project.name)}”的人工偏好数据，冻结于 ${manifest.frozen_at}。格式 \`${manifest.format}\`：${chinese.formats[manifest.format]}。

## 制作方法

- 问题：${plain(question.zh)}（${chineseKind(question)}；问题版本 ${manifest.question_versions.join('、') || '无'}）
- 标注指南版本：${manifest.guidelines_versions.join('、') || '无'}
- 每个比较至少 ${recipe.minJudgments} 个判断；多数规则：${chinese.majority[recipe.majority]}
- 平局：${chinese.ties[recipe.ties]}；都差：${chinese.bothBad[recipe.bothBad]}
- 被标记的比较：${recipe.dropFlagged ? '不导出' : '保留'}
${marginLine}
- 标注员以化名出现；回答显示在哪一侧经过平衡，并记录在 \`votes\` 格式中

## 数量

共 ${counts.comparisons} 个比较：${counts.resolved} 个有结论，${counts.dropped} 个未导出。共 ${counts.judgments} 个判断，其中 ${counts.judgments_counted} 个计入。

${dropTable(manifest, chinese, '| 未导出原因 | 代码 | 比较数 |')}

## 来源与许可

${sources.length === 0 ? '数据行未注明来源。' : sources.map(({ name, comparisons }) => `- ${plain(name)}：${comparisons} 个比较`).join('\n')}

${licenceNote === null ? '项目未声明许可。公开发布前请询问项目负责人；托管模型的输出可能还受其提供方条款约束。' : plain(licenceNote)}`;
}

/** The README.md of an export: front matter that makes the folder load as one dataset, then the card in English and Chinese. */
export function datasetCard(source: CardSource): string {
  return `${frontMatter(source)}\n\n${englishSection(source)}\n\n---\n\n${chineseSection(source)}\n`;
}
