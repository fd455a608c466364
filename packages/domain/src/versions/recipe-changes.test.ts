import { describe, expect, it } from 'vitest';
import { dropReason } from '@pairwright/contract/datasets';
import { recipe } from '@pairwright/contract/recipe';
import { choicesFor, reachOf, recipeChanges } from './recipe-changes.ts';

const plain = recipe.parse({});
const nothing = { dropped: null, fields: [], refiltered: false, units: [] };

describe('changes of a recipe', () => {
  it('are named with what they were and are', () => {
    const filters = { ...plain.filters, languages: ['en'] };
    const split = {
      by: 'prompt' as const,
      salt: 's',
      parts: [{ name: 'train', share: 1 }],
      nearDuplicates: 'join' as const,
    };
    expect(recipeChanges(plain, { ...plain, minJudgments: 3, filters, split })).toEqual([
      { choice: 'minJudgments', before: 1, after: 3 },
      { choice: 'split', before: null, after: split },
      { choice: 'filters.languages', before: [], after: ['en'] },
    ]);
    expect(recipeChanges(plain, plain)).toEqual([]);
  });

  it('do not hang on the order of keys', () => {
    const one = recipe.parse({ split: { by: 'prompt', salt: 's', parts: [{ name: 'train', share: 1 }] } });
    const other = recipe.parse({ split: { parts: [{ share: 1, name: 'train' }], salt: 's', by: 'prompt' } });
    expect(
      recipeChanges(one, {
        ...other,
        split: JSON.parse(
          JSON.stringify(other.split, ['salt', 'parts', 'share', 'name', 'by', 'nearDuplicates']),
        ),
      }),
    ).toEqual([]);
  });

  it('reach every reason to leave a row out but those of its texts and of the work', () => {
    const all = recipeChanges(plain, {
      ...recipe.parse({
        minJudgments: 2,
        majority: 'absolute',
        ties: 'ignore_votes',
        bothBad: 'negatives',
        dropFlagged: true,
        includeMargin: true,
        rankings: 'adjacent',
        singles: 'include',
        duplicates: 'drop',
        personalData: 'refuse',
        filters: {
          batches: ['01900000-0000-7000-8000-00000000000a'],
          rounds: [1],
          languages: ['en'],
          categories: ['x'],
          sources: ['x'],
          tags: ['x'],
          models: ['x'],
          leastCharacters: 1,
          adjudicatedOnly: true,
          withoutFlags: ['x'],
          minAgreement: 1,
          minStrength: 1,
          outcomes: ['tie'],
        },
      }),
    });
    const { drops } = reachOf(all);
    expect(dropReason.options.filter((reason) => !drops.includes(reason))).toEqual([
      'text_missing',
      'withdrawn',
    ]);
  });

  it('bear on a row only where they can have done it', () => {
    const filters = { ...plain.filters, minAgreement: 0.9, to: '2026-01-01' };
    const changes = recipeChanges(plain, { ...plain, softLabel: true, singles: 'include', filters });
    expect(choicesFor(changes, { ...nothing, dropped: 'low_agreement' })).toEqual(['filters.minAgreement']);
    expect(choicesFor(changes, { ...nothing, dropped: 'low_agreement', refiltered: true })).toEqual([
      'filters.to',
      'filters.minAgreement',
    ]);
    expect(choicesFor(changes, { ...nothing, fields: ['weight'] })).toEqual(['softLabel']);
    expect(choicesFor(changes, { ...nothing, units: ['single'] })).toEqual(['singles']);
    expect(choicesFor(changes, { ...nothing, units: ['vote'] })).toEqual([]);
    expect(choicesFor(changes, { ...nothing, dropped: 'text_missing' })).toEqual([]);
  });
});
