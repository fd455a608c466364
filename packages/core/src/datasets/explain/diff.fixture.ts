import { recipe, type Recipe } from '@pairwright/contract/datasets';
import type { Message } from '@pairwright/contract/shapes';
import type { DiffRow } from '@pairwright/contract/version-diff';
import type { TestDatabase } from '@pairwright/testkit/test-database';
import { addPair, addVote, createStage } from '../datasets.fixture.ts';
import { createDataset, freezeDataset } from '../datasets.service.ts';
import { freezeVersion } from '../freeze.service.ts';
import { listVersionDiff } from './diff.service.ts';

const { signal } = new AbortController();

export const said = (content: string): Message[] => [{ role: 'assistant', content }];
export const asked = (content: string): Message[] => [{ role: 'user', content }];

/** A project of pairs that are known by name. Its stage is to be closed. */
export async function openDiff(database: TestDatabase) {
  const stage = await createStage(database, { annotators: 8 });
  const made = new Map<string, string>();
  const pair = async (name: string, prompt = name): Promise<string> => {
    const id = await addPair(stage, {
      rank: made.size + 1,
      prompt: asked(prompt),
      first: said(`good ${name}`),
      second: said(`poor ${name}`),
      source: name,
    });
    made.set(id, name);
    return id;
  };
  const vote = (id: string, person: number, strength: number) =>
    addVote(stage, id, { annotator: stage.annotators[person]!, outcome: 'preference', strength });
  const freeze = async (choices: Partial<Recipe> = {}): Promise<string> => {
    const dataset = await createDataset(stage.ctx, { name: 'made', recipe: recipe.parse(choices) });
    const version = await freezeDataset(stage.ctx, dataset.id);
    await freezeVersion(stage.ctx, { versionId: version.id, signal });
    return version.id;
  };
  const differing = async (versionId: string, toId: string): Promise<DiffRow[]> =>
    (await listVersionDiff(stage.ctx, { versionId, toId, limit: 200 })).items;
  /** What is told of each row, in short. */
  const told = async (versionId: string, toId: string): Promise<string[]> =>
    (await differing(versionId, toId))
      .map((row) =>
        [
          made.get(row.comparisonId) ?? 'other',
          row.kind,
          row.reason === 'several' ? `several(${row.causes.join('+')})` : row.reason,
          ...(row.choices.length > 0 ? [`by ${row.choices.join('+')}`] : []),
          ...(row.fields.length > 0 ? [`in ${row.fields.join('+')}`] : []),
          ...(row.droppedBefore === null ? [] : [`was ${row.droppedBefore}`]),
          ...(row.droppedAfter === null ? [] : [`now ${row.droppedAfter}`]),
        ].join(' '),
      )
      .toSorted();
  return { stage, pair, vote, freeze, differing, told, made };
}
