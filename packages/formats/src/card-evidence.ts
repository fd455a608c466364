import type { AgreementMeasure } from '@pairwright/contract/freeze-evidence';
import type { GuidelinesLocale } from './manifest-evidence.ts';
import type { Manifest } from './manifest.ts';

type Measured = Pick<AgreementMeasure, 'value' | 'low' | 'high' | 'n' | 'reason'>;
type Reason = NonNullable<AgreementMeasure['reason']>;

/** What the card says of agreement, annotators and known answers, in one language. */
export interface EvidenceWords {
  readonly title: string;
  readonly head: string;
  readonly of: Readonly<Record<AgreementMeasure['of'], string>>;
  readonly measures: Readonly<Record<AgreementMeasure['measure'], string>>;
  readonly reasons: Readonly<Record<Reason, string>>;
  readonly notDefined: (reason: string) => string;
  readonly interval: (value: string, low: string, high: string) => string;
  readonly nothing: string;
  readonly note: string;
  /** In manifests that tell what is behind the rows. */
  readonly noteOfKinds: string;
  readonly people: (people: number, ofRows: boolean) => string;
  readonly each: (spread: NonNullable<NonNullable<Manifest['annotators']>['judgments_each']>) => string;
  readonly gold: (people: number, share: string, n: number) => string;
  readonly noGold: string;
  readonly guidelines: string;
}

export const englishEvidence: EvidenceWords = {
  title: 'Agreement and annotators',
  head: '| agreement on | measure | value | n |',
  of: {
    direction: 'which response is better',
    strength: 'how much better',
    ranking: 'the ranking',
    thumbs: 'good or bad',
    rating: 'rating',
    criterion: 'criterion',
  },
  measures: {
    alpha_nominal: "Krippendorff's alpha, nominal",
    alpha_ordinal: "Krippendorff's alpha, ordinal",
    kendall_w: "Kendall's W, mean over comparisons",
    percent_pooled: 'pairs of judgments that are the same',
    percent_mean: 'the same, mean over comparisons',
  },
  reasons: {
    no_data: 'nothing was judged',
    no_overlap: 'nothing was judged twice',
    no_variation: 'all answers are the same',
    too_few: 'too few judgments',
    below_chance: 'less agreement than by chance',
    unequal_raters: 'numbers of judgments differ',
    not_connected: 'the responses are not joined by comparisons',
    no_convergence: 'the computation did not settle',
    one_cluster: 'all comes from one prompt',
    singular: 'two effects say the same',
    not_better_than_chance: 'no better than chance',
  },
  notDefined: (reason) => `not defined: ${reason}`,
  interval: (value, low, high) => `${value} (${low} to ${high})`,
  nothing: 'Nothing was judged.',
  note: 'Of the judgments that count. Intervals of 95 %, with prompts drawn anew. n counts comparisons with two judgments or more, for shares of pairs the pairs.',
  noteOfKinds:
    'Judgments are those of the kinds that the recipe makes rows of, also on comparisons that became no row for what was answered: rows are where people agree.',
  people: (people, ofRows) =>
    `- ${people} ${people === 1 ? 'person' : 'people'} gave the judgments ${ofRows ? 'behind the rows' : 'that count'}`,
  each: ({ least, quarter, median, three_quarters: three, most }) =>
    `- judgments of each: ${least} to ${most}, half of the people at most ${median}, a quarter at most ${quarter}, three quarters at most ${three}`,
  gold: (people, share, n) =>
    `- of ${n} judgments of ${people} ${people === 1 ? 'person' : 'people'} on comparisons whose answer is known ${share} were right; these comparisons give no rows`,
  noGold: '- no comparison whose answer is known was judged',
  guidelines: 'The text of the guidelines stands at the end.',
};

export const chineseEvidence: EvidenceWords = {
  title: '一致程度与标注员',
  head: '| 一致程度针对 | 指标 | 数值 | n |',
  of: {
    direction: '哪个回答更好',
    strength: '好多少',
    ranking: '排序',
    thumbs: '好或差',
    rating: '评分',
    criterion: '标准',
  },
  measures: {
    alpha_nominal: 'Krippendorff α（名义）',
    alpha_ordinal: 'Krippendorff α（有序）',
    kendall_w: 'Kendall W，各比较的平均',
    percent_pooled: '相同的判断对所占比例',
    percent_mean: '同上，各比较的平均',
  },
  reasons: {
    no_data: '没有判断',
    no_overlap: '没有任何比较被判断两次',
    no_variation: '所有答案都相同',
    too_few: '判断太少',
    below_chance: '一致程度低于随机',
    unequal_raters: '判断数量不等',
    not_connected: '各回答之间没有比较相连',
    no_convergence: '计算未收敛',
    one_cluster: '全部来自同一个提示',
    singular: '两个效应无法区分',
    not_better_than_chance: '不优于随机',
  },
  notDefined: (reason) => `无定义：${reason}`,
  interval: (value, low, high) => `${value}（${low} 至 ${high}）`,
  nothing: '没有判断。',
  note: '只针对计入的判断。区间为 95%，按提示重新抽样。n 为至少有两个判断的比较数；对判断对的比例则为判断对数。',
  noteOfKinds:
    '判断限于配方用来生成数据行的类型，也包括因答案本身而未成为数据行的比较：数据行恰恰是大家意见一致之处。',
  people: (people, ofRows) => `- ${ofRows ? '构成数据行' : '计入'}的判断由 ${people} 人给出`,
  each: ({ least, quarter, median, three_quarters: three, most }) =>
    `- 每人的判断数：${least} 到 ${most}，半数人不超过 ${median}，四分之一的人不超过 ${quarter}，四分之三的人不超过 ${three}`,
  gold: (people, share, n) =>
    `- 在已知答案的比较上，${people} 人给出 ${n} 个判断，正确的占 ${share}；这些比较不产生数据行`,
  noGold: '- 没有对已知答案的比较作出判断',
  guidelines: '标注指南全文附于文末。',
};

/** Ends with an empty line; nothing for versions frozen before it was looked for. */
export function evidenceSection(manifest: Manifest, words: EvidenceWords): string {
  const { agreement, annotators, gold, guidelines = [] } = manifest;
  if (agreement === undefined || annotators === undefined || gold === undefined) return '';
  const table = [words.head, '|---|---|---:|---:|', ...agreement.map((each) => agreementLine(each, words))];
  const note =
    manifest.counts.judgments_of_rows === undefined ? words.note : `${words.note} ${words.noteOfKinds}`;
  const lines = [
    words.people(annotators.people, manifest.counts.judgments_of_rows !== undefined),
    ...(annotators.judgments_each === null ? [] : [words.each(annotators.judgments_each)]),
    gold.right.value === null
      ? words.noGold
      : words.gold(gold.people, numberOf(gold.right, words, percent), gold.right.n),
  ];
  return [
    `## ${words.title}`,
    agreement.length === 0 ? words.nothing : `${note}\n\n${table.join('\n')}`,
    lines.join('\n'),
    ...(guidelines.length === 0 ? [] : [words.guidelines]),
    '',
  ].join('\n\n');
}

function agreementLine(each: AgreementMeasure, words: EvidenceWords): string {
  const { of, key, measure } = each;
  const what = key === null ? words.of[of] : `${words.of[of]} \`${key}\``;
  const format = measure.startsWith('percent') ? percent : decimal;
  return `| ${what} | ${words.measures[measure]} | ${numberOf(each, words, format)} | ${each.n} |`;
}

function numberOf(
  { value, low, high, reason }: Measured,
  words: EvidenceWords,
  format: (value: number) => string,
): string {
  if (value === null) return words.notDefined(words.reasons[reason ?? 'no_data']);
  return low === null || high === null
    ? format(value)
    : words.interval(format(value), format(low), format(high));
}

const decimal = (value: number): string => value.toFixed(3);
const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

/**
 * The texts that annotators were told to follow, as they were written, fenced so that they change nothing around them: once for both
 * parts of the card, unless some version was written in both languages.
 */
export function guidelinesSection({ guidelines = [] }: Manifest): string {
  if (guidelines.length === 0 || areInTwo(guidelines)) return '';
  const texts = guidelines.map(
    ({ version, markdown }) => `Version ${version} / 版本 ${version}\n\n${fenced(markdown)}`,
  );
  return `\n---\n\n# Guidelines / 标注指南\n\n${texts.join('\n\n')}\n`;
}

/** The same in the part of the card in one language: of each version the text in it, or the only one there is. */
export function ownGuidelines({ guidelines = [] }: Manifest, locale: GuidelinesLocale): string {
  if (!areInTwo(guidelines)) return '';
  const { title, head } = ownWords[locale];
  const texts = guidelines.map(({ version, markdown, other }) => {
    const own = other?.locale === locale ? other.markdown : markdown;
    return `${head(version)}\n\n${fenced(own)}`;
  });
  return `\n\n## ${title}\n\n${texts.join('\n\n')}`;
}

const ownWords = {
  en: { title: 'Guidelines', head: (version: number) => `Version ${version}` },
  'zh-CN': { title: '标注指南', head: (version: number) => `版本 ${version}` },
} as const;

function areInTwo(guidelines: NonNullable<Manifest['guidelines']>): boolean {
  return guidelines.some(({ other }) => other != null);
}

/** Step by step: an expression would look at each run of breaks from each of its places. */
function withoutLastBreaks(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\n') end -= 1;
  return text.slice(0, end);
}

function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}markdown\n${withoutLastBreaks(text.replace(/\r\n?/g, '\n'))}\n${fence}`;
}
