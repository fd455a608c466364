import { unitKind } from '@pairwright/contract/datasets';
import { refusalReason, type RefusalReason } from '@pairwright/contract/export-formats';
import { dropReasons } from '@pairwright/contract/drop-reasons';
import { guardColumn } from '@pairwright/domain/spreadsheet-guard';
import { chinese, english, oneLine as plain, type Words } from './card-words.ts';
import { type CardFinds, choiceLines, detectedLine, marginLine, rowTable } from './card-choices.ts';
import {
  chineseEvidence,
  englishEvidence,
  evidenceSection,
  guidelinesSection,
  ownGuidelines,
} from './card-evidence.ts';
import { type CardSources, licenceYaml, sourcesText } from './card-sources.ts';
import { featuresYaml, readerYaml } from './card-features.ts';
import { chineseFormats, englishFormats } from './format-words.ts';
import type { Manifest } from './manifest.ts';

export interface CardSource extends CardSources {
  readonly manifest: Manifest;
  /** The data files of each split in the order of their rows. */
  readonly splits: readonly { readonly name: string; readonly paths: readonly string[] }[];
  /** Languages of the prompts, as these name them, most frequent first. */
  readonly languages: readonly string[];
  /** The versions that were answered, oldest first. */
  readonly questions: readonly {
    readonly version?: number;
    readonly en: string;
    readonly zh: string;
    readonly kind: 'pair' | 'rank' | 'single';
    /** Null where the question has no scale. */
    readonly points: number | null;
  }[];
  /** True when every message of the files has role and content only: no name, tool_calls or tool_call_id. */
  readonly plainMessages: boolean;
  /** True when some message has images. */
  readonly withImages: boolean;
  readonly finds?: CardFinds;
}

const nothingFound: CardFinds = { weighed: null, nearPrompts: null, personalTexts: null };

/** A value on one line of the YAML front matter. JSON strings are YAML strings. */
const yaml = (value: string): string => JSON.stringify(value);

/** Languages as hubs name them, without region or writing; what is no such name is left out. YAML takes a bare `no` for false. */
function languageYaml(languages: readonly string[]): string[] {
  const codes = new Set(languages.map((language) => language.split(/[-_]/)[0]?.toLowerCase() ?? ''));
  const known = [...codes].filter((code) => /^[a-z]{2,3}$/.test(code));
  return known.length === 0
    ? []
    : ['language:', ...known.map((code) => `- ${code === 'no' ? yaml(code) : code}`)];
}

function frontMatter(card: CardSource): string {
  const { manifest, splits, languages, plainMessages, withImages } = card;
  const choice = {
    format: manifest.format,
    withMargin: manifest.recipe.includeMargin,
    withWeight: manifest.recipe.softLabel === true || manifest.recipe.ties === 'half_weight',
    plainMessages,
    withImages,
    container: manifest.packing?.container ?? 'jsonl',
  };
  return [
    '---',
    `pretty_name: ${yaml(`${manifest.dataset.name} v${manifest.dataset.version}`)}`,
    ...languageYaml(languages),
    ...licenceYaml(card),
    'tags:',
    '- preference',
    '- rlhf',
    '- reward-modeling',
    '- human-feedback',
    'configs:',
    '- config_name: default',
    '  default: true',
    ...readerYaml(choice),
    '  data_files:',
    ...splits.flatMap(({ name, paths }) => [
      `  - split: ${name}`,
      '    path:',
      ...paths.map((path) => `    - ${yaml(path)}`),
    ]),
    featuresYaml(choice),
    '---',
  ].join('\n');
}

function dropTable(manifest: Manifest, words: Words, head: string): string {
  const rows = dropReasons
    .filter((reason) => manifest.drop_reasons[reason] !== undefined)
    .map((reason) => `| ${words.drops[reason]} | \`${reason}\` | ${manifest.drop_reasons[reason]} |`);
  return [head, '|---|---|---:|', ...rows].join('\n');
}

interface RefusalWords {
  readonly sum: (rows: NonNullable<Manifest['format_rows']>) => string;
  readonly head: string;
  readonly reasons: Readonly<Record<RefusalReason, string>>;
}

/** What the format could not hold; nothing where it holds every row. */
function refusalTable({ format_rows: rows }: Manifest, words: RefusalWords): string {
  if (rows === undefined) return '';
  const reasons = refusalReason.options.filter((reason) => (rows.refused[reason] ?? 0) > 0);
  const table = reasons.map(
    (reason) => `| ${words.reasons[reason]} | \`${reason}\` | ${rows.refused[reason]} |`,
  );
  return `\n\n${words.sum(rows)}${table.length === 0 ? '' : `\n\n${[words.head, '|---|---|---:|', ...table].join('\n')}`}`;
}

/** What the rows do not say; nothing where they say all that the version knows, or it is of before this was told. */
function lostLine({ not_carried: lost = [] }: Manifest, language: 'en' | 'zh'): string {
  if (lost.length === 0) return '';
  return language === 'en'
    ? `\n\nThis format has no place for: ${lost.map((what) => englishFormats.notCarried[what]).join(', ')}. The format \`votes\` loses nothing.`
    : `\n\n此格式不包含：${lost.map((what) => chineseFormats.notCarried[what]).join('、')}。\`votes\` 格式不丢失任何内容。`;
}

/** How turns became one text, where it is not the usual way. */
function templateLine({ packing }: Manifest, language: 'en' | 'zh'): string {
  if (packing?.template === undefined) return '';
  return language === 'en'
    ? `\n\nTurns are one text by the template \`${packing.template}\`.`
    : `\n\n各轮对话按模板 \`${packing.template}\` 合为一段文本。`;
}

/** What stands in the cells of a table for spreadsheets that was written by nobody. */
function guardLine({ packing }: Manifest, language: 'en' | 'zh'): string {
  if (packing?.guard === undefined) return '';
  return language === 'en'
    ? `\n\nFor spreadsheets, not for training: \`${packing.guard}\` stands before texts that a spreadsheet would take for formulas, in rows whose \`${guardColumn}\` is 1.`
    : `\n\n供电子表格使用，不供训练：\`${guardColumn}\` 为 1 的行中，会被电子表格当作公式的文本前有 \`${packing.guard}\`。`;
}

/** Which code, schema and snapshot a version is of; nothing where that was not told yet. */
function frozenLine({ frozen_by: by, written_by: software }: Manifest, language: 'en' | 'zh'): string {
  if (by === undefined) return '';
  return language === 'en'
    ? `- frozen by ${software}${by.commit === null ? '' : `, commit \`${by.commit}\``}; schema \`${by.schema}\`; snapshot \`${by.snapshot}\`\n`
    : `- 由 ${software} 冻结${by.commit === null ? '' : `，提交 \`${by.commit}\``}；数据库结构 \`${by.schema}\`；快照 \`${by.snapshot}\`\n`;
}

const englishRefusals: RefusalWords = {
  sum: ({ read, written, lines, refused }) =>
    `The format has ${lines} lines for ${written} of ${read} rows of the kinds it holds; ${sumOf(refused)} it cannot hold.`,
  head: '| the format cannot hold it because of | code | rows |',
  reasons: englishFormats.refusals,
};

const chineseRefusals: RefusalWords = {
  sum: ({ read, written, lines, refused }) =>
    `该格式所含类型的数据共 ${read} 行：写出 ${written} 行（文件中 ${lines} 行），${sumOf(refused)} 行无法容纳。`,
  head: '| 格式无法容纳的原因 | 代码 | 行数 |',
  reasons: chineseFormats.refusals,
};

const sumOf = (counts: Readonly<Partial<Record<string, number>>>): number =>
  Object.values(counts).reduce((sum: number, count) => sum + (count ?? 0), 0);

/** What the units come from; kinds without any are left out. */
function kindTable({ kinds }: Manifest, words: Words, head: string): string {
  const rows = unitKind.options
    .filter((kind) => kinds[kind].units > 0)
    .map((kind) => `| ${words.kinds[kind]} | \`${kind}\` | ${kinds[kind].units} | ${kinds[kind].rows} |`);
  return rows.length === 0 ? '' : `${[head, '|---|---|---:|---:|', ...rows].join('\n')}\n\n`;
}

function englishQuestion({ version, en, kind, points }: CardSource['questions'][number]): string {
  const form = {
    pair: `scale of ${points} points`,
    rank: 'a ranking, best first',
    single: 'one response by itself',
  }[kind];
  return `- question${version === undefined ? '' : `, version ${version}`}: ${plain(en)} (${form})`;
}

function chineseQuestion({ version, zh, kind, points }: CardSource['questions'][number]): string {
  const form = { pair: `${points} 级量表`, rank: '从好到差排序', single: '单独评判一个回答' }[kind];
  return `- 问题${version === undefined ? '' : `（版本 ${version}）`}：${plain(zh)}（${form}）`;
}

const hasOthers = ({ kinds }: Manifest): boolean => kinds.ranking.units + kinds.rewrite.units > 0;

function englishOthers({ recipe }: Manifest): string {
  return `- rankings: ${english.rankings[recipe.rankings]}; the rows of one ranking have the same \`comparison_id\`: keep them in one batch and one split
- a ranking gives each pair its order with strength 1, not how far apart the two are
- rewrites: ${english.rewrites[recipe.rewrites]}`;
}

function chineseOthers({ recipe }: Manifest): string {
  return `- 排序：${chinese.rankings[recipe.rankings]}；同一排序的各行 \`comparison_id\` 相同，训练时请放在同一批次、同一划分
- 排序只给出先后，每对回答的强度按 1 计，不表示差距大小
- 改写：${chinese.rewrites[recipe.rewrites]}`;
}

function choices({ manifest, finds = nothingFound }: CardSource, language: 'en' | 'zh'): string {
  return choiceLines(manifest, finds, language)
    .map((line) => `${line}\n`)
    .join('');
}

function englishSection(card: CardSource): string {
  const { manifest, questions } = card;
  const { counts, recipe, dataset, project } = manifest;
  return `# ${plain(dataset.name)}, version ${dataset.version}

Human preferences from the project "${plain(project.name)}", frozen at ${manifest.frozen_at}. Format \`${manifest.format}\`: ${englishFormats.formats[manifest.format]}.

## How it was made

${questions.map(englishQuestion).join('\n')}
- guidelines version: ${manifest.guidelines_versions.join(', ') || 'none'}
- two responses need at least ${recipe.minJudgments} judgment${recipe.minJudgments === 1 ? '' : 's'}; majority: ${english.majority[recipe.majority]}
- ties: ${english.ties[recipe.ties]}; both bad: ${english.bothBad[recipe.bothBad]}
- flagged comparisons are ${recipe.dropFlagged ? 'left out' : 'kept'}
${recipe.adjudicated === 'prefer' ? '- where reviewers have decided, their decision is the label, with agreement 1 and its own strength\n' : ''}${hasOthers(manifest) ? `${englishOthers(manifest)}\n` : ''}${marginLine(manifest, 'en')}
${choices(card, 'en')}${detectedLine(manifest, 'en')}${frozenLine(manifest, 'en')}- ${recipe.annotators === 'none' ? 'annotators are not named' : 'annotators appear under pseudonyms'}; which side a response was shown on was balanced and is recorded in the \`votes\` format

## Counts

${counts.comparisons} comparisons with ${counts.units} units: ${counts.resolved} rows, ${counts.dropped} left out. ${counts.judgments} judgments, ${counts.judgments_counted} of them counted${counts.judgments_of_rows === undefined ? '' : `, ${counts.judgments_of_rows} of those behind the rows`}.

${rowTable(manifest, '| split | rows of kind | rows |')}${kindTable(manifest, english, '| a unit is | code | units | rows |')}${dropTable(manifest, english, '| left out because | code | units |')}${refusalTable(manifest, englishRefusals)}${lostLine(manifest, 'en')}${templateLine(manifest, 'en')}${guardLine(manifest, 'en')}

${evidenceSection(manifest, englishEvidence)}## Sources and licence

${sourcesText(card, 'en')}${ownGuidelines(manifest, 'en')}`;
}

function chineseSection(card: CardSource): string {
  const { manifest, questions } = card;
  const { counts, recipe, dataset, project } = manifest;
  return `# ${plain(dataset.name)}，第 ${dataset.version} 版

来自项目“${plain(project.name)}”的人工偏好数据，冻结于 ${manifest.frozen_at}。格式 \`${manifest.format}\`：${chineseFormats.formats[manifest.format]}。

## 制作方法

${questions.map(chineseQuestion).join('\n')}
- 标注指南版本：${manifest.guidelines_versions.join('、') || '无'}
- 每两个回答至少需要 ${recipe.minJudgments} 个判断；多数规则：${chinese.majority[recipe.majority]}
- 平局：${chinese.ties[recipe.ties]}；都不好：${chinese.bothBad[recipe.bothBad]}
- 被标记的比较：${recipe.dropFlagged ? '不导出' : '保留'}
${recipe.adjudicated === 'prefer' ? '- 复核员已裁定的比较以裁定为准，一致程度计 1，强度取裁定的强度\n' : ''}${hasOthers(manifest) ? `${chineseOthers(manifest)}\n` : ''}${marginLine(manifest, 'zh')}
${choices(card, 'zh')}${detectedLine(manifest, 'zh')}${frozenLine(manifest, 'zh')}- ${recipe.annotators === 'none' ? '不含标注员信息' : '标注员以化名出现'}；回答显示在哪一侧经过平衡，并记录在 \`votes\` 格式中

## 数量

共 ${counts.comparisons} 个比较、${counts.units} 个单元：${counts.resolved} 行数据，${counts.dropped} 个单元未导出。共 ${counts.judgments} 个判断，其中 ${counts.judgments_counted} 个计入${counts.judgments_of_rows === undefined ? '' : `，计入的判断中有 ${counts.judgments_of_rows} 个构成数据行`}。

${rowTable(manifest, '| 划分 | 行的种类 | 行数 |')}${kindTable(manifest, chinese, '| 单元类型 | 代码 | 单元数 | 行数 |')}${dropTable(manifest, chinese, '| 未导出原因 | 代码 | 单元数 |')}${refusalTable(manifest, chineseRefusals)}${lostLine(manifest, 'zh')}${templateLine(manifest, 'zh')}${guardLine(manifest, 'zh')}

${evidenceSection(manifest, chineseEvidence)}## 来源与许可

${sourcesText(card, 'zh')}${ownGuidelines(manifest, 'zh-CN')}`;
}

/** The README.md of an export: front matter that makes the folder load as one dataset, then the card in English and Chinese. */
export function datasetCard(source: CardSource): string {
  return `${frontMatter(source)}\n\n${englishSection(source)}\n\n---\n\n${chineseSection(source)}\n${guidelinesSection(source.manifest)}`;
}
