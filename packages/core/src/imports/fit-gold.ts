import type { Answer } from '@pairwright/contract/judgment';
import type { LocalText, MainQuestion } from '@pairwright/contract/question-form';
import type { PresentedOrder } from '@pairwright/domain/scale';
import { turnAnswer } from '@pairwright/domain/judgment/practice';
import { expectationFault } from '@pairwright/domain/routing/expectable';
import { answerOfKey, goldKey } from '@pairwright/domain/routing/gold';
import { importFault } from '@pairwright/formats/import-faults';
import { NoteCounter } from '@pairwright/formats/import-notes';
import { cutText } from '@pairwright/formats/text';
import { type Chunk, type Reject, toRejects } from './chunk.ts';
import type { HashedRow, RowGold } from './hash-row.ts';
import { sayDetail } from '@pairwright/formats/rule-details';
import type { SaidRule } from '@pairwright/domain/said-rule';

/** What is expected of one comparison, in its canonical order. */
export interface Expected {
  readonly answer: Answer;
  readonly key: string;
  readonly explanation: LocalText | null;
  readonly exam: boolean;
}

/** Turns the known answer of a row, given the canonical index of each of its responses. */
export type GoldReading = (gold: RowGold, order: PresentedOrder) => Expected;

/**
 * Leaves out the rows of a chunk whose known answer the question does not have: which question that is stands fast only
 * in the transaction that adds them.
 */
export function fitGold(chunk: Chunk, main: MainQuestion | undefined): Chunk {
  if (chunk.rows.every(({ gold }) => gold === null)) return chunk;
  const rows: HashedRow[] = [];
  const rejects: Reject[] = [...chunk.rejects];
  const notes = new NoteCounter();
  notes.restore(chunk.notes);
  for (const row of chunk.rows) {
    const { gold } = row;
    const rule = gold === null ? null : faultOf(gold, main);
    if (gold !== null && rule !== null)
      rejects.push(
        ...toRejects(gold.place, [
          importFault(gold.place.line, {
            path: '$.gold',
            value: cutText(JSON.stringify(gold.answer)),
            code: 'gold_unfit',
            rule,
          }),
        ]),
      );
    else {
      rows.push(row);
      if (gold?.notes != null) notes.add(gold.notes);
    }
  }
  const left = chunk.rows.length - rows.length;
  return { ...chunk, rows, rejects, rowsRejected: chunk.rowsRejected + left, notes: notes.list() };
}

/** Reads known answers that `fitGold` let pass. */
export function goldReading(main: MainQuestion | undefined): GoldReading {
  return (gold, order) => {
    const said = main && answerOf(gold, main);
    if (main === undefined || said == null) throw new Error('A known answer that does not fit was let pass.');
    const answer = turnAnswer(said, { main, order, to: 'canonical' });
    const key = goldKey(main, answer);
    if (key === null) throw new Error('A known answer that cannot be compared was let pass.');
    return { answer, key, explanation: gold.explanation, exam: gold.exam };
  };
}

function faultOf(gold: RowGold, main: MainQuestion | undefined): SaidRule | null {
  if (main === undefined) return sayDetail('gold_unasked');
  const answer = answerOf(gold, main);
  if (answer === null) return sayDetail('gold_letters');
  return expectationFault(main, answer, gold.texts);
}

function answerOf({ answer }: RowGold, main: MainQuestion): Answer | null {
  if (answer !== 'a' && answer !== 'b') return answer;
  return answerOfKey(main, answer === 'a' ? 'first' : 'second');
}
