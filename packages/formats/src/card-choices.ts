import type { RecipeFilters, RecipeSplit } from '@pairwright/contract/recipe';
import type { Manifest } from './manifest.ts';
import { recordFormats } from './out/registry.ts';

/** What was found out while the version was frozen. */
export interface CardFinds {
  /** Whether votes were weighed; null: they were not to be. */
  readonly weighed: boolean | null;
  /** The votes that weigh, all others being equal; null where none does, and in versions of before it was told. */
  readonly weighedOf?: 'pairs' | 'thumbs' | null;
  /** Prompts that are nearly the same as another one; null: not looked for. */
  readonly nearPrompts: number | null;
  /** Texts with personal data, by its kind; null: not looked for. */
  readonly personalTexts: Readonly<Record<string, number>> | null;
}

type Choices = Manifest['recipe'];
type Margin = NonNullable<Choices['margin']>;

const margins: Readonly<Record<'en' | 'zh', Readonly<Record<Margin, string>>>> = {
  en: {
    strength: 'mean strength towards the chosen response over all ballots, 0 to 3',
    llama2_small: 'by strength as Llama 2 has it, small: 1, 2/3, 1/3 or 0',
    llama2_large: 'by strength as Llama 2 has it, large: 3, 2, 1 or 0',
    rating_difference: 'mean rating of the chosen response less that of the rejected one; may be negative',
    log_odds: 'ln((w + 1/2) / (n - w + 1/2)) of n ballots, w of them for the label',
  },
  zh: {
    strength: '全部有效票中偏向胜出回答的平均强度，0 到 3',
    llama2_small: '按 Llama 2 的小间隔由强度得出：1、2/3、1/3 或 0',
    llama2_large: '按 Llama 2 的大间隔由强度得出：3、2、1 或 0',
    rating_difference: '胜出回答的平均评分减去落败回答的平均评分，可为负',
    log_odds: 'ln((w + 1/2) / (n - w + 1/2))，n 为有效票数，w 为支持结论的票数',
  },
};

/** Of which ratings the margin is; null where it is of none that are named. */
function ratingsWords({ margin, marginRatings }: Choices, language: 'en' | 'zh'): string | null {
  if (margin !== 'rating_difference' || marginRatings == null) return null;
  if (language === 'en') {
    const named = marginRatings.map(
      ({ key, better }) => `\`${key}\`${better === 'lower' ? ' (lower is better)' : ''}`,
    );
    return `how much better the chosen response was rated: difference of the means on each of ${named.join(', ')} that both responses have, mean of those; negative where the rejected one was rated better`;
  }
  const named = marginRatings.map(
    ({ key, better }) => `\`${key}\`${better === 'lower' ? '（越低越好）' : ''}`,
  );
  return `胜出回答的评分优势：两个回答都有的${named.join('、')}各取平均值之差，再取平均；落败回答评分更好时为负`;
}

/** The line about the margin column, or that there is none. */
export function marginLine({ recipe, format }: Manifest, language: 'en' | 'zh'): string {
  const is = ratingsWords(recipe, language) ?? margins[language][recipe.margin ?? 'strength'];
  if (!recipe.includeMargin || format === 'votes' || !recordFormats[format].margin)
    return language === 'en' ? '- no margin column' : '- 无 margin 列';
  return language === 'en' ? `- \`margin\`: ${is}, a float in every row` : `- \`margin\`：${is}，每行都有`;
}

/** The line about languages that no row named, or nothing where there are none. Ends with a line break. */
export function detectedLine({ detected_languages: detected = [] }: Manifest, language: 'en' | 'zh'): string {
  if (detected.length === 0) return '';
  const prompts = detected.reduce((sum, each) => sum + each.prompts, 0);
  const each = detected.map((one) => `${one.language} ${one.prompts}`).join(', ');
  return language === 'en'
    ? `- the language of ${prompts} ${prompts === 1 ? 'prompt' : 'prompts'} was detected in the text, not named by the source: ${each}\n`
    : `- ${prompts} 条提示的语言由文本检测得出，来源并未注明：${each}\n`;
}

const percent = (share: number): string => `${Math.round(share * 10_000) / 100}%`;

function englishSplit(split: RecipeSplit, finds: CardFinds): string {
  if (split.by === 'date')
    return `- split by the date of the last judgment: ${split.parts.map(({ name, until }) => (until === null ? `\`${name}\` after that` : `\`${name}\` before ${until}`)).join(', ')}`;
  const parts = split.parts.map(({ name, share }) => `\`${name}\` ${percent(share)}`).join(', ');
  const near =
    finds.nearPrompts === null
      ? ''
      : `; prompts that are nearly the same are in one part (${finds.nearPrompts} of them)`;
  return `- split by ${split.by}: ${parts}, by the first 52 bits of sha256 of salt, colon and ${split.by === 'prompt' ? 'the hash of the prompt' : 'annotator'}, salt \`${split.salt}\`${near}`;
}

function chineseSplit(split: RecipeSplit, finds: CardFinds): string {
  if (split.by === 'date')
    return `- 按最后一个判断的日期划分：${split.parts.map(({ name, until }) => (until === null ? `其后为 \`${name}\`` : `${until} 之前为 \`${name}\``)).join('，')}`;
  const parts = split.parts.map(({ name, share }) => `\`${name}\` ${percent(share)}`).join('、');
  const near = finds.nearPrompts === null ? '' : `；近似重复的提示在同一划分（共 ${finds.nearPrompts} 个）`;
  return `- 按${split.by === 'prompt' ? '提示' : '标注员'}划分：${parts}，取“盐:${split.by === 'prompt' ? '提示哈希' : '标注员'}”的 sha256 前 52 位，盐 \`${split.salt}\`${near}`;
}

function filterLine(filters: RecipeFilters): string {
  const set = Object.entries(filters).filter(
    ([, value]) =>
      value !== null && value !== false && value !== 0 && !(Array.isArray(value) && value.length === 0),
  );
  return set.map(([key, value]) => `${key} ${JSON.stringify(value)}`).join(', ');
}

const counts = (finds: Readonly<Record<string, number>>): string =>
  Object.entries(finds)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ');

/** What weighs and what does not: accuracies that were learnt from one kind of votes say nothing of another. */
function weighedLine({ singles }: Choices, { weighed, weighedOf }: CardFinds, language: 'en' | 'zh'): string {
  const en = language === 'en';
  if (weighed !== true)
    return en
      ? "- votes were to be weighed, but nobody's accuracy was known: they weigh the same"
      : '- 本应加权，但尚无标注员的准确率，各票权重相同';
  if (weighedOf === 'thumbs')
    return en
      ? '- thumbs on responses judged alone weigh the log odds of their annotator being right, as learnt from overlap; votes on two responses and rankings weigh the same'
      : '- 单独评判好坏的票按标注员判断正确的对数几率加权，准确率由重复标注估计；成对比较和排序的各票权重相同';
  if (weighedOf === 'pairs' && singles === 'include')
    return en
      ? '- votes on two responses and rankings weigh the log odds of their annotator being right, as learnt from overlap; judgments of responses alone weigh the same'
      : '- 成对比较和排序的各票按标注员判断正确的对数几率加权，准确率由重复标注估计；单独评判的各判断权重相同';
  return en
    ? '- votes weigh the log odds of their annotator being right, as learnt from overlap'
    : '- 各票按标注员判断正确的对数几率加权，准确率由重复标注估计';
}

/** Lines about what a recipe chooses beyond the usual, each beginning with a dash. */
export function choiceLines(
  { recipe, counts: { judgments_of_rows: ofRows } }: Pick<Manifest, 'recipe' | 'counts'>,
  finds: CardFinds,
  language: 'en' | 'zh',
): string[] {
  const en = language === 'en';
  const personal = finds.personalTexts === null ? '' : counts(finds.personalTexts) || (en ? 'none' : '无');
  const lines: (string | false)[] = [
    recipe.criterion != null &&
      (en
        ? `- rows are labelled by the criterion \`${recipe.criterion}\`, not by the main question; judgments that do not answer it are not counted`
        : `- 数据行的结论来自评判维度 \`${recipe.criterion}\`，而非主问题；未回答该维度的判断不计入`),
    recipe.aggregation === 'weighted' && weighedLine(recipe, finds, language),
    recipe.aggregation === 'each_vote' &&
      (en
        ? '- every vote is a row; rows of one `comparison_id` may contradict each other'
        : '- 每一票为一行；`comparison_id` 相同的行可能互相矛盾'),
    recipe.softLabel === true &&
      (en ? '- `weight`: the share of the ballots for the label' : '- `weight`：支持结论的票所占份额'),
    recipe.singles === 'include' &&
      (en
        ? '- responses judged alone are rows: labels, steps or mean ratings'
        : '- 单独评判的回答成为数据行：标签、步骤或平均评分'),
    // In versions frozen before manifests told what is behind rows, what is said of votes above is about comparisons of responses.
    ofRows === undefined &&
      recipe.singles === 'include' &&
      recipe.aggregation !== undefined &&
      recipe.aggregation !== 'majority' &&
      (en
        ? '- responses judged alone are by simple count all the same: one row each, and every judgment weighs the same'
        : '- 单独评判的回答仍按简单计数：每个回答一行，各判断权重相同'),
    recipe.duplicates === 'drop' &&
      (en
        ? '- of rows with the same prompt, texts and answer the first stays'
        : '- 提示、文本和结论都相同的行只留第一行'),
    recipe.duplicates === 'near' &&
      (en
        ? '- of rows with nearly the same prompt and texts (MinHash) and the same answer the first stays'
        : '- 提示和文本近似（MinHash）且结论相同的行只留第一行'),
    recipe.personalData !== undefined &&
      recipe.personalData !== 'ignore' &&
      (en
        ? `- personal data (e-mail addresses, phone, identity and card numbers, keys): ${{ report: 'counted only', mask: 'masked', refuse: 'rows with some are left out' }[recipe.personalData]}; texts with some: ${personal}`
        : `- 个人信息（邮箱、电话、证件号、卡号、密钥）：${{ report: '仅统计', mask: '已遮盖', refuse: '含有的行不导出' }[recipe.personalData]}；含有的文本：${personal}`),
    recipe.split != null && (en ? englishSplit(recipe.split, finds) : chineseSplit(recipe.split, finds)),
    recipe.shuffleSeed != null &&
      (en
        ? `- comparisons in an order made from the seed ${recipe.shuffleSeed}`
        : `- 比较的次序由种子 ${recipe.shuffleSeed} 决定`),
    recipe.filters !== undefined &&
      (en ? `- only: ${filterLine(recipe.filters)}` : `- 仅限：${filterLine(recipe.filters)}`),
  ];
  return lines.filter((line) => line !== false);
}

/** Rows by part and kind; empty where all are preferences in `train`. */
export function rowTable({ rows }: Manifest, head: string): string {
  if (rows === undefined) return '';
  const lines = Object.entries(rows).flatMap(([split, kinds]) =>
    Object.entries(kinds).map(([kind, count]) => `| \`${split}\` | \`${kind}\` | ${count} |`),
  );
  return `${[head, '|---|---|---:|', ...lines].join('\n')}\n\n`;
}
