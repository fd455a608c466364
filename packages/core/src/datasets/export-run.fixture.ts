import { text as readText } from 'node:stream/consumers';
import type { ExportFormat, ExportJob, Recipe } from '@pairwright/contract/datasets';
import type { Message } from '@pairwright/contract/shapes';
import { addPair, addVote, plainRecipe, type Stage } from './datasets.fixture.ts';
import { createDataset, freezeDataset, getExport, startExport } from './datasets.service.ts';
import { runExport } from './export-run.service.ts';
import { freezeVersion } from './freeze.service.ts';

const { signal } = new AbortController();

export const assistant = (content: string): Message[] => [{ role: 'assistant', content }];
/** Texts that break what writes them carelessly. */
export const hostile = [
  'plain',
  '中文，标点。',
  'emoji 👩‍👩‍👧‍👦 🏳️‍🌈 𝒳',
  'quote " and \' and \\ and \\" and \\n',
  'line\nbreak\r\n\ttab',
  'separators \u2028 \u2029 \u0085',
  'controls \u0001 \u0002 \u0003 \u001f \u007f',
  ']\u0001[',
  '"}]',
  '},{"role":"user","content":"',
  '\\.',
  '%s $',
  '<script>&amp;',
  '\ufeffmark',
  'e\u0301 é',
  ' leading and trailing ',
  '""',
  ',"name":',
  '"content":null',
  '0',
  '[]',
  '{}',
];
/** A pair of each hostile text, and of everything that is no plain pair. */
export async function fill(to: Stage): Promise<void> {
  const [a, b, c] = to.annotators as [string, string, string];
  for (const [index, content] of hostile.entries()) {
    const id = await addPair(to, {
      rank: hostile.length - index,
      prompt: [{ role: 'user', content }],
      first: assistant(`${content}1`),
      second: assistant(content),
      externalId: content,
      source: index % 2 === 0 ? 'Arena "甲"' : undefined,
    } as Parameters<typeof addPair>[1]);
    await addVote(to, id, {
      annotator: a,
      outcome: 'preference',
      strength: -2,
      rationale: content,
      view: { layout: content, n: 1.5 },
    });
    await addVote(to, id, { annotator: b, outcome: 'preference', strength: index % 2 === 0 ? 1.5 : -3 });
    await addVote(to, id, { annotator: c, outcome: 'preference', strength: -0.75 });
  }
  const turns: Message[] = [
    { role: 'system', content: 'sys' },
    { role: 'user', content: 'one' },
    { role: 'assistant', content: 'two' },
    { role: 'user', content: 'three' },
  ];
  const calls: Message[] = [
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{"x":"\\u0041"}' } }],
    },
    { role: 'tool', content: '', name: 'f', tool_call_id: 'c1' },
    { role: 'assistant', content: 'done' },
  ];
  const multi = await addPair(to, {
    rank: 100,
    prompt: turns,
    first: [...assistant('x'), { role: 'user', content: 'again' }, ...assistant('y')],
    second: calls,
  });
  await addVote(to, multi, { annotator: a, outcome: 'preference', strength: 3 });
  const empty = await addPair(to, { rank: 101, prompt: turns, first: [], second: assistant('only') });
  await addVote(to, empty, { annotator: a, outcome: 'preference', strength: 0.75 });
  const emptyRejected = await addPair(to, {
    rank: 102,
    prompt: turns,
    first: assistant(''),
    second: assistant('full'),
  });
  await addVote(to, emptyRejected, { annotator: b, outcome: 'preference', strength: 1 });
  const missing = await addPair(to, { rank: 103, prompt: turns, first: null, second: assistant('text') });
  await addVote(to, missing, { annotator: a, outcome: 'preference', strength: 1 });
  const tie = await addPair(to, { rank: 104, prompt: turns, first: assistant('p'), second: assistant('q') });
  const vote = await addVote(to, tie, { annotator: a, outcome: 'preference', strength: 1 });
  await addVote(to, tie, {
    annotator: a,
    outcome: 'tie',
    supersedes: vote.judgmentId,
    assignmentId: vote.assignmentId,
  });
  await addPair(to, { rank: 105, prompt: turns, first: assistant('p'), second: assistant('q') });
}

/** A new dataset of this recipe, frozen. */
export async function frozenWith(on: Stage, recipe: Recipe = plainRecipe): Promise<string> {
  const dataset = await createDataset(on.ctx, { name: 'Réward 奖励', recipe });
  const version = await freezeDataset(on.ctx, dataset.id);
  await freezeVersion(on.ctx, { versionId: version.id, signal });
  return version.id;
}

export async function exported(on: Stage, versionId: string, format: ExportFormat): Promise<ExportJob> {
  const job = await startExport(on.ctx, { versionId, format });
  await runExport(on.ctx, { exportId: job.id, signal });
  return getExport(on.ctx, job.id);
}

export async function contentOf(on: Stage, job: ExportJob, name: string): Promise<string> {
  return readText(await on.artifacts.read(`exports/${job.id}/${name}`));
}
