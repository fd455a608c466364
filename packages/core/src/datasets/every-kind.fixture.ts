import type { Message } from '@pairwright/contract/shapes';
import { plainPair } from '@pairwright/domain/judgment/form';
import { addGroup, addQuestion, addVote, noDetails, type Stage } from './datasets.fixture.ts';

export const said = (content: string): Message[] => [{ role: 'assistant', content }];
export const asked = (content: string): Message[] => [{ role: 'user', content }];

/** Fills a project with judgments of every kind; gives the id of its first pair. */
export async function addEveryKind(stage: Stage): Promise<string> {
  const [a, b, c] = stage.annotators as [string, string, string];
  const pair = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
  await addQuestion(stage, 2, {
    ...pair,
    main: { kind: 'rank', allowTies: true, allowUnacceptable: true, topK: null, allowCannotJudge: true },
  });
  const single = { kind: 'single', stopAtFirstError: false, allowCannotJudge: true } as const;
  await addQuestion(stage, 3, {
    ...pair,
    main: { ...single, ask: 'thumbs' },
    ratings: [
      {
        key: 'helpfulness',
        label: { en: 'h', 'zh-CN': '有用' },
        hint: null,
        min: 0,
        max: 4,
        low: null,
        high: null,
        required: false,
      },
    ],
  });
  const won = await addGroup(stage, {
    rank: 1,
    prompt: asked('天气？'),
    responses: [said('晴 👩‍👩‍👧'), said('雨')],
  });
  await addVote(stage, won.comparisonId, {
    annotator: a,
    outcome: 'preference',
    strength: 2,
    rationale: '更"准"\n',
  });
  await addVote(stage, won.comparisonId, { annotator: b, outcome: 'preference', strength: 1 });
  await addVote(stage, won.comparisonId, { annotator: c, outcome: 'tie' });
  for (const [rank, outcome] of [
    [2, 'tie'],
    [3, 'both_bad'],
  ] as const) {
    const two = await addGroup(stage, { rank, responses: [said(`${outcome} 1`), said(`${outcome} 2`)] });
    await addVote(stage, two.comparisonId, { annotator: a, outcome });
  }
  const three = await addGroup(stage, { rank: 4, responses: ['best', 'middle', 'worst'].map(said) });
  await addVote(stage, three.comparisonId, {
    annotator: a,
    outcome: 'ranking',
    ranks: [1, 2, 3],
    questionVersion: 2,
    order: [2, 0, 1],
  });
  const system: Message[] = [{ role: 'system', content: 'Be kind.' }, ...asked('q')];
  const withSystem = await addGroup(stage, { rank: 5, prompt: system, responses: [said('yes'), said('no')] });
  await addVote(stage, withSystem.comparisonId, { annotator: b, outcome: 'preference', strength: -3 });
  const single3 = { questionVersion: 3, order: [0] };
  const thumbs = await addGroup(stage, { rank: 6, prompt: asked('one?'), responses: [said('good')] });
  for (const [annotator, outcome] of [
    [a, 'thumbs_up'],
    [b, 'thumbs_up'],
    [c, 'thumbs_down'],
  ] as const)
    await addVote(stage, thumbs.comparisonId, {
      annotator,
      outcome,
      ...single3,
      details: {
        ...noDetails,
        ratings: [{ key: 'helpfulness', response: 0, value: annotator === a ? 4 : 1 }],
      },
    });
  const even = await addGroup(stage, { rank: 7, responses: [said('so so')] });
  await addVote(stage, even.comparisonId, { annotator: a, outcome: 'thumbs_up', ...single3 });
  await addVote(stage, even.comparisonId, { annotator: b, outcome: 'thumbs_down', ...single3 });
  const steps = await addGroup(stage, { rank: 8, prompt: asked('1+1?'), responses: [said('一 👍\n\n二')] });
  const labels = [
    { start: 0, end: 3, label: 'right' },
    { start: 5, end: 6, label: 'wrong' },
  ] as const;
  await addVote(stage, steps.comparisonId, {
    annotator: a,
    outcome: 'steps',
    ...single3,
    details: { ...noDetails, steps: labels },
  });
  return won.comparisonId;
}
