import type { PastVote, PreviewRow } from '@pairwright/contract/import-inspection';
import type { SettledReading } from '@pairwright/contract/import-reading';
import type { Message } from '@pairwright/contract/shapes';
import type { Item } from '@pairwright/formats/containers/items';
import { languageOfPrompt } from '@pairwright/formats/language';
import type { RowVote } from '@pairwright/formats/import-votes';
import type { RowOptions } from '@pairwright/formats/import-types';
import { equalTexts } from './equal-texts.ts';
import { type MadeRow, madeRows } from './made-rows.ts';
import { formatOf, type Sampled } from './recognise.ts';

/** Rows that are shown. */
const SHOWN = 20;
/** Characters of all that are shown, about. */
const SHOWN_SIZE = 1024 * 1024;

export interface Previewed {
  readonly preview: PreviewRow[];
  readonly good: number;
  readonly bad: number;
}

/** How many rows of a sample come in when it is read like this. */
export async function countGood(
  { items, isCut }: Sampled,
  reading: SettledReading,
  options: RowOptions,
): Promise<number> {
  let good = 0;
  for await (const { kind } of madeRows(given(items), { format: formatOf(reading), options, isCut }))
    if (kind === 'row') good += 1;
  return good;
}

/** What a sample of a file becomes when it is read like this. */
export async function previewRows(
  { items, isCut }: Sampled,
  reading: SettledReading,
  { options, uploaded }: { options: RowOptions; uploaded: string },
): Promise<Previewed> {
  const preview: PreviewRow[] = [];
  let [good, bad, size] = [0, 0, 0];
  for await (const made of madeRows(given(items), { format: formatOf(reading), options, isCut })) {
    if (made.kind === 'left_out') continue;
    if (made.kind === 'row') good += 1;
    else bad += 1;
    if (preview.length >= SHOWN || size >= SHOWN_SIZE) continue;
    const row = toPreview(made, { uploaded, alone: options.fewestResponses === 1 });
    preview.push(row);
    size += made.kind === 'row' ? made.bytes : 0;
  }
  return { preview, good, bad };
}

async function* given(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

function toPreview(
  made: Exclude<MadeRow, { kind: 'left_out' }>,
  { uploaded, alone }: { uploaded: string; alone: boolean },
): PreviewRow {
  const { file, line, row } = made.place;
  const place = { file: file === uploaded ? null : file, line, row: row === line ? null : row };
  if (made.kind === 'refused')
    return {
      ...place,
      ok: false,
      faults: made.faults.map(({ path, value, code, rule, fix }) => ({ path, value, code, rule, fix })),
    };
  const { language, languageDetected, category, prompt, responses, votes, media } = made.row;
  const equal = equalTexts(made.row, alone);
  return {
    ...place,
    ok: true,
    language: language ?? null,
    languageDetected: languageDetected ?? false,
    detectedLanguage: language === undefined ? languageOfPrompt(prompt) : null,
    category: category ?? null,
    prompt: withoutImages(prompt),
    responses: responses.map(({ model, messages }) => ({ model, messages: withoutImages(messages) })),
    pictures: media?.length ?? 0,
    equal: equal.groups,
    votes: (votes ?? []).slice(0, 50).map((vote) => toPastVote(vote, responses.length, equal.leavesOut)),
  };
}

function withoutImages(messages: readonly Message[]): Message[] {
  return messages.map(({ images: _images, ...message }) => message);
}

function toPastVote(
  vote: RowVote,
  responses: number,
  leavesOut: (places: readonly number[]) => boolean,
): PastVote {
  const { ratings, criteria, safe, steps, flags, spans } = vote;
  const lists = [ratings, criteria, safe, steps, flags, spans];
  const of = vote.of ?? Array.from({ length: responses }, (_, place) => place);
  return {
    annotator: vote.annotator,
    kind: vote.kind,
    of: [...of],
    outcome: vote.outcome ?? null,
    strength: vote.strength ?? null,
    ranks: vote.ranks ?? null,
    thumbs: vote.thumbs ?? null,
    parts: lists.reduce((sum, part) => sum + (part?.length ?? 0), vote.rewrite === undefined ? 0 : 1),
    counted: vote.counted !== false,
    leftOut: leavesOut(of),
  };
}
