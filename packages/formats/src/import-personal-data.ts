import type { Message } from '@pairwright/contract/shapes';
import {
  type PersonalDataPolicy,
  type PersonalKind,
  personalKinds,
} from '@pairwright/contract/personal-data';
import type { FaultDetail } from './import-faults.ts';
import type { ImportRow, Metadata } from './import-types.ts';
import type { RowVote } from './import-votes.ts';
import { maskMark } from './masked-text.ts';
import { findPersonalData, maskPersonalData, withTexts as withMessageTexts } from './personal-data.ts';

export type TreatedRow =
  | { readonly ok: true; readonly row: ImportRow; readonly masked: boolean }
  | { readonly ok: false; readonly faults: readonly FaultDetail[] };

/** A row under the policy of its import. A fault names the kinds and never the data itself. */
export function treatPersonalData(row: ImportRow, policy: PersonalDataPolicy): TreatedRow {
  if (policy === 'keep') return { ok: true, row, masked: false };
  const found = [...personalDataOf(row)];
  if (found.length === 0) return { ok: true, row, masked: false };
  if (policy === 'refuse')
    return {
      ok: false,
      faults: found.map(([path, kinds]) => ({ path, value: kinds.join(', '), code: 'personal_data' })),
    };
  return { ok: true, masked: true, row: withMarks(row, withTexts(row, maskPersonalData)) };
}

/** The masked row, with the marks of past votes where their phrases are in the masked texts. */
function withMarks({ responses, votes }: ImportRow, masked: ImportRow): ImportRow {
  if (masked.votes === undefined) return masked;
  return {
    ...masked,
    votes: masked.votes.map((vote, index) => {
      const marks = votes?.[index]?.spans;
      if (vote.spans === undefined || marks === undefined) return vote;
      const spans = vote.spans.map((span, at) => {
        const mark = marks[at]!;
        return {
          ...span,
          ...maskMark(mark, responses[mark.response]?.messages[mark.message]?.content ?? null),
        };
      });
      return { ...vote, spans };
    }),
  };
}

/** The kinds of personal data that a row holds, by where it holds them. */
export function personalDataOf(row: ImportRow): ReadonlyMap<string, PersonalKind[]> {
  const found = new Map<string, Set<PersonalKind>>();
  withTexts(row, (text, path) => {
    for (const { kind } of findPersonalData(text)) {
      const kinds = found.get(path) ?? new Set();
      found.set(path, kinds.add(kind));
    }
    return text;
  });
  return new Map([...found].map(([path, kinds]) => [path, personalKinds.filter((kind) => kinds.has(kind))]));
}

/** What becomes of a text that stands at a place of the row. */
type Change = (text: string, path: string) => string;

/**
 * The row with its texts changed: prompt, responses, metadata, explanation, and what past votes say. Names are kept: of models,
 * annotators, tools, keys and labels.
 */
function withTexts(row: ImportRow, change: Change): ImportRow {
  return {
    ...row,
    prompt: messagesWith(row.prompt, change, '$.messages'),
    responses: row.responses.map((response, index) => {
      const path = `$.responses[${index}]`;
      return {
        ...response,
        messages: messagesWith(response.messages, change, path),
        ...(response.metadata && { metadata: metadataWith(response.metadata, change, path) }),
      };
    }),
    ...(row.metadata && { metadata: metadataWith(row.metadata, change, '$.metadata') }),
    ...(row.gold && { gold: { ...row.gold, explanation: explanationWith(row.gold.explanation, change) } }),
    ...(row.votes && { votes: row.votes.map((vote, index) => voteWith(vote, change, `$.votes[${index}]`)) }),
  };
}

function messagesWith(messages: readonly Message[], change: Change, path: string): Message[] {
  return withMessageTexts(messages, (text) => change(text, path));
}

type Explanation = NonNullable<ImportRow['gold']>['explanation'];

function explanationWith(explanation: Explanation, change: Change): Explanation {
  return explanation === null
    ? null
    : (jsonWith(explanation, (text) => change(text, '$.gold.explanation')) as Explanation);
}

function voteWith(vote: RowVote, change: Change, path: string): RowVote {
  const said = (text: string): string => change(text, path);
  return {
    ...vote,
    ...(vote.rationale !== undefined && { rationale: said(vote.rationale) }),
    ...(vote.rewrite && { rewrite: { ...vote.rewrite, content: said(vote.rewrite.content) } }),
    ...(vote.spans && {
      spans: vote.spans.map((span) => ({
        ...span,
        quote: said(span.quote),
        note: span.note === null ? null : said(span.note),
      })),
    }),
    ...(vote.metadata && { metadata: metadataWith(vote.metadata, change, path) }),
  };
}

function metadataWith(metadata: Metadata, change: Change, path: string): Metadata {
  return jsonWith(metadata, (text) => change(text, path)) as Metadata;
}

/** A JSON value with its texts changed; keys stay. Its depth is that of a row, which is bounded. */
function jsonWith(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => jsonWith(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, jsonWith(item, change)]));
}
