import { canonicalMessages } from '../canonical.ts';
import type { ExportRecord, RecordOf, RecordResponse } from './record.ts';

type LabelRecord = RecordOf<'label'>;

/** A record to write, or a response that nothing can be said of. */
export type Labelled =
  | { readonly record: ExportRecord }
  | { readonly id: string; readonly refused: 'wins_and_loses' };

interface Seen {
  readonly response: RecordResponse;
  readonly records: ExportRecord[];
  won: boolean;
  lost: boolean;
}

/**
 * The records of one comparison for formats of single responses: who wins its pairs is good, who loses them is bad, and of
 * two that are both bad each is bad. Each response once, however many pairs it stands in, and equal texts are one; what
 * wins one pair and loses another, as the middle of a ranking does, is neither. Labels stay as they are; records of other
 * kinds are left for the format to refuse.
 */
export function toLabels(records: readonly ExportRecord[]): Labelled[] {
  const seen = new Map<string, Seen>();
  const others: Labelled[] = [];
  for (const record of records) {
    if (record.kind === 'preference') {
      see(seen, record, record.chosen).won = true;
      see(seen, record, record.rejected).lost = true;
    } else if (record.kind === 'both_bad') {
      see(seen, record, record.first).lost = true;
      see(seen, record, record.second).lost = true;
    } else others.push({ record });
  }
  return [...[...seen.values()].map(labelled), ...others];
}

function see(seen: Map<string, Seen>, record: ExportRecord, response: RecordResponse): Seen {
  const key = canonicalMessages(response.messages);
  const found = seen.get(key) ?? { response, records: [], won: false, lost: false };
  seen.set(key, found);
  found.records.push(record);
  return found;
}

function labelled({ response, records, won, lost }: Seen): Labelled {
  const [head] = records as [ExportRecord];
  const id = `${head.comparisonId}-${response.id}`;
  if (won && lost) return { id, refused: 'wins_and_loses' };
  const record: LabelRecord = {
    kind: 'label',
    id,
    comparisonId: head.comparisonId,
    source: head.source,
    split: head.split,
    language: head.language,
    prompt: head.prompt,
    judgeTurn: head.judgeTurn,
    votes: Math.max(...records.map(({ votes }) => votes)),
    // Of several pairs there is no one share.
    agreement: records.length === 1 ? head.agreement : null,
    weight: Math.max(...records.map(({ weight }) => weight)),
    response,
    good: won,
  };
  return { record };
}
