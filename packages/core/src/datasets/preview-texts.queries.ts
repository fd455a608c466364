import { sql } from 'kysely';
import type { Message } from '@pairwright/contract/shapes';
import type { Tx } from '@pairwright/db/transaction';
import { canonicalMessages } from '@pairwright/formats/canonical';
import { maskMessages, personalKindsOf } from '@pairwright/formats/personal-data';
import { maskedJudgment, type SaidBeside, saidBeside } from './personal-data.ts';

export interface PreviewTexts {
  /** Ids of prompts and responses that hold personal data. */
  readonly personal: ReadonlySet<string>;
  /** What `dataset_texts` would have: of those, and of judgments. */
  readonly masked: readonly { readonly id: string; readonly text: string }[];
}

/** Looks through the texts that the lines of some rows and votes would show. */
export async function textsOfPreview(
  db: Tx,
  of: {
    readonly rows: readonly { comparison_id: string; chosen_id: string }[];
    readonly votes: readonly { comparison_id: string; judgment_id: string }[];
  },
): Promise<PreviewTexts> {
  const comparisons = [...new Set([...of.rows, ...of.votes].map((one) => one.comparison_id))];
  // Rewrites are responses of rows, and of no comparison.
  const chosen = of.rows.map(({ chosen_id: id }) => id);
  const { rows } = await sql<{ id: string; messages: readonly Message[] }>`
    with c as (select prompt_id, response_ids from comparisons where id = any(${comparisons}::uuid[])),
    r as (select unnest(response_ids) as id from c union select unnest(${chosen}::uuid[]))
    select id, messages from prompts where id in (select prompt_id from c)
    union all
    select id, messages from responses where id in (select id from r) and messages is not null`.execute(db);
  const found = rows.filter(({ messages }) => personalKindsOf(messages).length > 0);
  const { rows: said } = await sql<SaidBeside>`
    select ${saidBeside} from judgments j join comparisons c on c.id = j.comparison_id
    where j.id = any(${of.votes.map((vote) => vote.judgment_id)}::uuid[]) and (j.rationale is not null or j.details is not null)`.execute(
    db,
  );
  return {
    personal: new Set(found.map(({ id }) => id)),
    masked: [
      ...found.map(({ id, messages }) => ({ id, text: canonicalMessages(maskMessages(messages)) })),
      ...said.flatMap((one) => {
        const masked = maskedJudgment(one);
        return masked === null ? [] : [{ id: one.id, text: masked }];
      }),
    ],
  };
}
