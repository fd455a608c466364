import { readFile } from 'node:fs/promises';
import {
  addGroup,
  addQuestion,
  addVote,
  noDetails,
  type Stage,
} from '@pairwright/core/datasets/datasets.fixture';
import { plainPair } from '@pairwright/domain/judgment/form';
import { stepsOf } from '@pairwright/domain/judgment/steps';
import { Converter } from '@pairwright/formats/in/convert';
import { detect } from '@pairwright/formats/in/detect';
import { inFormat } from '@pairwright/formats/in/registry';
import type { ImportRow } from '@pairwright/formats/import-types';

const samples = new URL('../../../packages/formats/src/in/fixtures/', import.meta.url);
/** Pairs, English and Chinese, with and without a system prompt, of one turn and of several. */
const files = ['hh-rlhf.jsonl', 'llamafactory-sharegpt-en.jsonl', 'llamafactory-sharegpt-zh.jsonl'];
const form = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
// Versions of the question; the first is of the pairs.
const [RANK, THUMBS, STEPS] = [2, 3, 4] as const;

async function rowsOf(file: string): Promise<ImportRow[]> {
  const text = await readFile(new URL(file, samples), 'utf8');
  const values = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  const { format, reason } = detect(values);
  const reader = inFormat(format ?? '');
  if (reader === null) throw new Error(`${file}: ${reason.code}`);
  const converter = new Converter(reader);
  const made = [...values.flatMap((value, index) => converter.push(value, index + 1)), ...converter.finish()];
  return made.flatMap((outcome) => (outcome.ok ? [outcome.row] : []));
}

/**
 * Fills a project with the sample data and judgments of every kind about it: preferences of every strength, ties, both bad,
 * rankings, thumbs, steps and ratings. The same in every run.
 */
export async function addSampleVotes(stage: Stage): Promise<void> {
  await addQuestions(stage);
  const rows = (await Promise.all(files.map(rowsOf))).flat();
  const [a, b, c] = stage.annotators as [string, string, string];
  for (const [index, row] of rows.entries()) {
    const prompt = row.prompt;
    const responses = row.responses.map(({ messages }) => messages);
    const pair = await addGroup(stage, { rank: index + 1, prompt, responses });
    const strength = ((index % 3) + 1) * (index % 2 === 0 ? -1 : 1);
    await addVote(stage, pair.comparisonId, {
      annotator: a,
      outcome: 'preference',
      strength,
      rationale: 'Clearer. 更清楚',
    });
    // Every tenth is a tie, and every tenth both bad, for both who judge it.
    const outcome = index % 10 === 4 ? 'tie' : index % 10 === 7 ? 'both_bad' : null;
    for (const annotator of [b, c])
      await addVote(
        stage,
        pair.comparisonId,
        outcome === null ? { annotator, outcome: 'preference', strength } : { annotator, outcome },
      );
  }
  await addCalls(stage);
  const texts = rows.flatMap(({ responses }) => responses.map(({ messages }) => messages));
  for (let index = 0; index < 8; index++)
    await addSingles(stage, {
      rank: 1000 + 10 * index,
      texts: texts.slice(3 * index, 3 * index + 3),
      up: index % 3 !== 0,
    });
}

/** A pair whose prompt holds the call of a tool and what it gave: few formats hold it, those of TRL do. */
async function addCalls(stage: Stage): Promise<void> {
  const said = { name: 'weather', arguments: '{"city":"上海"}' };
  const { comparisonId } = await addGroup(stage, {
    rank: 900,
    prompt: [
      { role: 'user', content: '上海现在天气如何？' },
      { role: 'assistant', content: null, tool_calls: [{ id: 'c1', type: 'function', function: said }] },
      { role: 'tool', content: '{"temp":21}', name: 'weather', tool_call_id: 'c1' },
    ],
    responses: ['上海现在 21 度。', '我不知道。'].map((content) => [{ role: 'assistant', content }]),
  });
  for (const annotator of stage.annotators)
    await addVote(stage, comparisonId, { annotator, outcome: 'preference', strength: -2 });
}

/** Answers of one turn that readers of tables may take for nothing. */
const likeNothing = ['', 'None', 'NA', 'nan', 'null'];

/** Fills a project with pairs that have such an answer on one side or on both, of which all but the empty one may win. */
export async function addAnswersLikeNothing(stage: Stage): Promise<void> {
  const [a, b, c] = stage.annotators as [string, string, string];
  for (const [index, content] of likeNothing.entries()) {
    const [first, second] = [content, likeNothing[index + 1] ?? 'An answer. 一个回答'].map((text) => [
      { role: 'assistant' as const, content: text },
    ]) as [{ role: 'assistant'; content: string }[], { role: 'assistant'; content: string }[]];
    const prompt = [{ role: 'user' as const, content: `Say nothing, please. ${index}` }];
    const { comparisonId } = await addGroup(stage, { rank: index + 1, prompt, responses: [first, second] });
    for (const [annotator, strength] of [
      [a, 2],
      [b, 1],
      [c, -1],
    ] as const)
      await addVote(stage, comparisonId, { annotator, outcome: 'preference', strength });
  }
}

async function addQuestions(stage: Stage): Promise<void> {
  const single = { kind: 'single', stopAtFirstError: false, allowCannotJudge: true } as const;
  await addQuestion(stage, RANK, {
    ...form,
    main: { kind: 'rank', allowTies: true, allowUnacceptable: true, topK: null, allowCannotJudge: true },
  });
  const helpfulness = {
    key: 'helpfulness',
    label: { en: 'Helpful', 'zh-CN': '有用' },
    hint: null,
    min: 0,
    max: 4,
    low: null,
    high: null,
    required: false,
  };
  await addQuestion(stage, THUMBS, { ...form, main: { ...single, ask: 'thumbs' }, ratings: [helpfulness] });
  await addQuestion(stage, STEPS, { ...form, main: { ...single, ask: 'steps' } });
}

/** A ranking of three, one thumb and the steps of one response. */
async function addSingles(
  stage: Stage,
  { rank, texts, up }: { rank: number; texts: Parameters<typeof addGroup>[1]['responses']; up: boolean },
): Promise<void> {
  const [annotator] = stage.annotators as [string];
  const prompt = [{ role: 'user' as const, content: `How is the weather? 天气如何？ ${rank}` }];
  const ranked = await addGroup(stage, { rank, prompt, responses: texts });
  await addVote(stage, ranked.comparisonId, {
    annotator,
    outcome: 'ranking',
    ranks: up ? [1, 2, 3] : [2, 2, 1],
    questionVersion: RANK,
    order: [2, 0, 1],
  });
  const alone = { questionVersion: THUMBS, order: [0] };
  const thumb = await addGroup(stage, { rank: rank + 1, prompt, responses: texts.slice(0, 1) });
  await addVote(stage, thumb.comparisonId, {
    ...alone,
    annotator,
    outcome: up ? 'thumbs_up' : 'thumbs_down',
    details: { ...noDetails, ratings: [{ key: 'helpfulness', response: 0, value: up ? 4 : 1 }] },
  });
  const content = 'One and one is two. 一加一等于二。\n\nTwo and two is five.';
  const steps = await addGroup(stage, {
    rank: rank + 2,
    prompt,
    responses: [[{ role: 'assistant', content }]],
  });
  await addVote(stage, steps.comparisonId, {
    ...alone,
    annotator,
    outcome: 'steps',
    questionVersion: STEPS,
    details: {
      ...noDetails,
      steps: stepsOf(content).map((step, index) => ({ ...step, label: index === 0 ? 'right' : 'wrong' })),
    },
  });
}
