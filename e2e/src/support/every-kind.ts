import { plainPair } from '@pairwright/domain/judgment/form';
import type { Browser } from 'playwright-core';
import type { Project } from '@pairwright/contract/projects';
import type { QuestionForm } from '@pairwright/contract/question-form';
import type { Product } from './product.ts';
import { richForm } from './rich-form.ts';
import { becomeOwner, makeProject, type NewProject } from './through-api.ts';
import { type Look, type Visitor, visit } from './visitor.ts';

/** One project for each way of asking. */
export const kinds = [
  'pair',
  'parts',
  'rank',
  'thumbs',
  'rating',
  'steps',
  'marks',
  'conversations',
] as const;
export type Kind = (typeof kinds)[number];

type Given = Omit<NewProject, 'name' | 'rows' | 'question'> & {
  readonly question: NonNullable<NewProject['question']>;
  readonly rows: (count: number) => readonly unknown[];
};

const both = (en: string, zh: string): { en: string; 'zh-CN': string } => ({ en, 'zh-CN': zh });
const better = both('Which answer is better?', '哪个回答更好？');

const plain = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
const single = (ask: 'thumbs' | 'rating' | 'steps'): QuestionForm['main'] => ({
  kind: 'single',
  ask,
  stopAtFirstError: true,
  allowCannotJudge: true,
});
const singles = { plan: 'singles' };

const given: Readonly<Record<Kind, Given>> = {
  pair: { question: { text: better, form: plain }, rows: (count) => rows(count, 2, prose) },
  parts: { question: { text: better, form: richForm }, rows: (count) => rows(count, 2, prose) },
  rank: {
    question: {
      text: both('Rank the answers from best to worst.', '请把回答从最好到最差排序。'),
      form: {
        ...plain,
        main: {
          kind: 'rank',
          allowTies: true,
          allowUnacceptable: true,
          topK: null,
          allowCannotJudge: true,
        },
      },
    },
    pairing: { plan: 'groups', size: 4 },
    rows: (count) => rows(count, 4, prose),
  },
  thumbs: {
    question: {
      text: both('Is this answer good?', '这个回答好吗？'),
      form: { ...plain, main: single('thumbs') },
    },
    pairing: singles,
    rows: (count) => rows(count, 1, prose),
  },
  rating: {
    question: {
      text: both('How good is this answer?', '这个回答有多好？'),
      form: { ...plain, main: single('rating'), ratings: richForm.ratings },
    },
    pairing: singles,
    rows: (count) => rows(count, 1, prose),
  },
  steps: {
    question: {
      text: both('Is each step right?', '每一步都对吗？'),
      form: { ...plain, main: single('steps') },
    },
    pairing: singles,
    rows: (count) => rows(count, 1, solution),
  },
  marks: {
    question: {
      text: better,
      form: {
        ...plain,
        spans: [
          { key: 'wrong', label: both('Wrong', '错误'), tone: 'bad' },
          { key: 'unsupported', label: both('Unsupported', '缺乏依据'), tone: 'warn' },
          { key: 'excellent', label: both('Excellent', '出色'), tone: 'good' },
        ],
        rewrite: 'optional',
      },
    },
    rows: (count) => rows(count, 2, prose),
  },
  conversations: {
    question: { text: better, form: { ...plain, scope: 'marked_turn' } },
    rows: (count) => Array.from({ length: count }, (_, row) => conversation(row)),
  },
};

function rows(count: number, responses: number, text: (of: string) => string): unknown[] {
  return Array.from({ length: count }, (_, row) => ({
    prompt_id: `task-${row}`,
    messages: [{ role: 'user', content: `How does task ${row} go? 请说明理由。` }],
    responses: Array.from({ length: responses }, (_answer, index) => ({
      model: `m${index}`,
      content: text(`${row}-${index}`),
    })),
  }));
}

/** Formatted, in two languages, longer than a small screen. */
function prose(of: string): string {
  const line = 'It goes step by step, and each step has its reason, which is said beside it.';
  return [
    `**Answer ${of}**`,
    ...Array.from({ length: 5 }, () => line),
    '- first\n- 第二步\n- `third()`',
    '```js\nconst city = "Canberra";\n```',
    '| a | b |\n|---|---|\n| 1 | 2 |',
  ].join('\n\n');
}

function solution(of: string): string {
  return [`Let $x$ be what is asked in ${of}.`, 'Then $2x = 4$.', 'So $x = 3$.', 'It is **3**.'].join('\n\n');
}

/** Two conversations that part at the first turn, one of them with a tool that was called. */
function conversation(row: number): unknown {
  const call = { name: 'get_weather', arguments: `{"city":"北京","days":${row + 1}}` };
  return {
    prompt_id: `weather-${row}`,
    messages: [
      { role: 'system', content: 'You are a **careful** assistant.' },
      { role: 'user', content: `北京第 ${row + 1} 天天气怎么样？` },
    ],
    judge_turn: 2,
    responses: [
      {
        model: 'one',
        messages: [
          { role: 'assistant', content: null, tool_calls: [{ id: 'c1', type: 'function', function: call }] },
          { role: 'tool', tool_call_id: 'c1', content: '{"sky":"sunny","high":31}' },
          { role: 'assistant', content: '今天**晴**，最高 31°C。' },
          { role: 'user', content: '明天呢？' },
          { role: 'assistant', content: '明天多云。' },
        ],
      },
      {
        model: 'two',
        messages: [
          { role: 'assistant', content: 'Here or in Beijing?' },
          { role: 'user', content: '北京。' },
          { role: 'assistant', content: 'I could not look that up.' },
        ],
      },
    ],
  };
}

/** How a project of a kind is called in "My work". */
export const projectName = (kind: Kind): string => `Every kind: ${kind}`;

/** The same ranking of which only so many best ones need a rank. */
function ofTheBest(form: QuestionForm, topK: number): QuestionForm {
  return form.main.kind === 'rank' ? { ...form, main: { ...form.main, topK } } : form;
}

/** A project of this kind with so many comparisons; whoever makes it may judge in it. */
export async function makeKind(
  visitor: Visitor,
  product: Product,
  how: { kind: Kind; count: number; name?: string; topK?: number },
): Promise<Project['id']> {
  const { rows: rowsOf, question, ...rest } = given[how.kind];
  const name = how.name ?? projectName(how.kind);
  const form = how.topK === undefined ? question.form : ofTheBest(question.form, how.topK);
  const { projectId } = await makeProject(visitor, product, {
    ...rest,
    question: { ...question, form },
    name,
    rows: rowsOf(how.count),
  });
  return projectId;
}

/**
 * The owner of an installation that is empty until now, with a project of each of these kinds (default: all) and so many
 * comparisons in each (default 3). Gives the owner's window and the projects' ids by kind.
 */
export async function settle(
  browser: Browser,
  product: Product,
  { count = 3, only = kinds, ...look }: Look & { count?: number; only?: readonly Kind[] } = {},
): Promise<{ owner: Visitor; projects: Readonly<Record<Kind, string>> }> {
  const owner = await visit(browser, product, look);
  await becomeOwner(owner, product);
  const made = await Promise.all(
    only.map(async (kind) => [kind, await makeKind(owner, product, { kind, count })] as const),
  );
  return { owner, projects: Object.fromEntries(made) as Record<Kind, string> };
}

/** Another window of somebody who is signed in, as it would be on another device: no second sign-in is needed. */
export async function windowOf(
  browser: Browser,
  product: Product,
  { of, ...look }: Look & { of: Visitor },
): Promise<Visitor> {
  const visitor = await visit(browser, product, look);
  await visitor.context.addCookies(await of.context.cookies());
  await visitor.context.addInitScript(
    (language) => localStorage.setItem('pairwright.locale', language),
    visitor.locale,
  );
  return visitor;
}
