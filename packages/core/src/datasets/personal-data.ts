import { sql } from 'kysely';
import type { Recipe, UnitKind } from '@pairwright/contract/datasets';
import type { PersonalKind } from '@pairwright/contract/personal-data';
import type { Message } from '@pairwright/contract/shapes';
import type { Tx } from '@pairwright/db/transaction';
import type { CanonicalDetails } from '@pairwright/domain/judgment/canonical';
import { detailsText } from '@pairwright/domain/judgment/canonical';
import { sliceCodePoints } from '@pairwright/domain/judgment/code-points';
import { canonicalMessages } from '@pairwright/formats/canonical';
import { maskText } from '@pairwright/formats/masked-text';
import {
  findPersonalData,
  maskMessages,
  maskPersonalData,
  personalKindsOf,
} from '@pairwright/formats/personal-data';
import { takeOut } from './take-out.ts';

const PAGE = 2_000;

/** What was found in the texts of a version. */
export interface PersonalFinds {
  /** Prompts and responses with at least one find of the kind. */
  readonly texts: Readonly<Partial<Record<PersonalKind, number>>>;
  /** Rows that were taken out because some text has some, by what they come from. */
  readonly refused: Readonly<Partial<Record<UnitKind, number>>>;
  /** The same of rows whose two answers are one when they are masked. */
  readonly alike: Readonly<Partial<Record<UnitKind, number>>>;
}

/**
 * Looks through all texts of a version whose rows and votes are stored, and does what the recipe says about personal data: masked
 * texts are stored beside the version, rows with refused ones are taken out.
 */
export async function treatPersonalData(
  db: Tx,
  { versionId, policy }: { versionId: string; policy: Exclude<Recipe['personalData'], 'ignore'> },
): Promise<PersonalFinds> {
  await sql`create temporary table version_texts on commit drop as
    select prompt_id as id, true as is_prompt from dataset_rows where version_id = ${versionId}
    union select chosen_id, false from dataset_rows where version_id = ${versionId}
    union select rejected_id, false from dataset_rows where version_id = ${versionId} and rejected_id is not null
    union select c.prompt_id, true from dataset_votes v join judgments j on j.id = v.judgment_id join comparisons c on c.id = j.comparison_id where v.version_id = ${versionId}
    union select unnest(c.response_ids), false from dataset_votes v join judgments j on j.id = v.judgment_id join comparisons c on c.id = j.comparison_id where v.version_id = ${versionId}`.execute(
    db,
  );
  await sql`create index on version_texts (id)`.execute(db);
  const texts: Partial<Record<PersonalKind, number>> = {};
  const found: { id: string; masked: string }[] = [];
  for await (const { id, messages } of textsOf(db)) {
    const kinds = personalKindsOf(messages);
    for (const kind of kinds) texts[kind] = (texts[kind] ?? 0) + 1;
    if (kinds.length > 0)
      found.push({ id, masked: policy === 'mask' ? canonicalMessages(maskMessages(messages)) : '' });
  }
  if (policy === 'mask') {
    await storeTexts(db, versionId, found);
    await storeTexts(db, versionId, await maskedJudgments(db, versionId));
    return { texts, refused: {}, alike: found.length > 0 ? await takeOutAlike(db, versionId) : {} };
  }
  const ids = found.map(({ id }) => id);
  return {
    texts,
    refused: policy === 'refuse' && ids.length > 0 ? await refuse(db, versionId, ids) : {},
    alike: {},
  };
}

/** Two answers that differ in nothing but what is masked say nothing to a trainer. */
async function takeOutAlike(db: Tx, versionId: string): Promise<PersonalFinds['alike']> {
  const { rows } = await sql<{ ordinal: number }>`
    select r.ordinal from dataset_rows r
    join responses c on c.id = r.chosen_id join responses x on x.id = r.rejected_id
    left join dataset_texts tc on tc.version_id = r.version_id and tc.text_id = r.chosen_id
    left join dataset_texts tx on tx.version_id = r.version_id and tx.text_id = r.rejected_id
    where r.version_id = ${versionId} and (tc.text_id is not null or tx.text_id is not null)
      and coalesce(tc.messages, c.messages)::text = coalesce(tx.messages, x.messages)::text order by 1`.execute(
    db,
  );
  const ordinals = rows.map(({ ordinal }) => ordinal);
  return takeOut(db, { versionId, ordinals, reason: 'identical_responses' });
}

interface StoredText {
  readonly id: string;
  readonly messages: readonly Message[];
}

async function* textsOf(db: Tx): AsyncGenerator<StoredText> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows } = await sql<{ id: string; messages: readonly Message[] | null }>`
      select t.id, coalesce(p.messages, r.messages) as messages from version_texts t
      left join prompts p on t.is_prompt and p.id = t.id left join responses r on not t.is_prompt and r.id = t.id
      where t.id > ${after}::uuid order by t.id limit ${PAGE}`.execute(db);
    for (const { id, messages } of rows) if (messages !== null) yield { id, messages };
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.id;
  }
}

async function storeTexts(
  db: Tx,
  versionId: string,
  texts: readonly { id: string; masked: string }[],
): Promise<void> {
  for (let from = 0; from < texts.length; from += PAGE) {
    const page = texts.slice(from, from + PAGE);
    await sql`insert into dataset_texts (version_id, text_id, messages)
      select ${versionId}::uuid, * from unnest(${page.map(({ id }) => id)}::uuid[], ${page.map(({ masked }) => masked)}::json[])`.execute(
      db,
    );
  }
}

/** What people wrote beside their answers: reasons, rewrites, notes and quotes. */
export interface SaidBeside {
  readonly id: string;
  readonly rationale: string | null;
  readonly details: CanonicalDetails | null;
  /** The responses judged as they are stored, in canonical order, where it says something of their places; else null. */
  readonly texts: readonly (readonly Message[] | null)[] | null;
}

/** What `SaidBeside` has of judgment j of comparison c. */
export const saidBeside = sql`j.id, j.rationale, j.details,
  case when json_array_length(coalesce(j.details -> 'spans', '[]')) > 0 or j.details ->> 'steps' is not null then (
    select json_agg(s.messages order by u.place) from unnest(c.response_ids) with ordinality as u (id, place) left join responses s on s.id = u.id
  ) end as texts`;

async function maskedJudgments(db: Tx, versionId: string): Promise<{ id: string; masked: string }[]> {
  const { rows } = await sql<SaidBeside>`
    select ${saidBeside} from dataset_votes v join judgments j on j.id = v.judgment_id join comparisons c on c.id = j.comparison_id
    where v.version_id = ${versionId} and (j.rationale is not null or j.details is not null)`.execute(db);
  return rows.flatMap((said) => {
    const masked = maskedJudgment(said);
    return masked === null ? [] : [{ id: said.id, masked }];
  });
}

/** JSON of what stands for it, null: there is nothing to mask. Places of marks and steps become those of the masked texts. */
export function maskedJudgment({ rationale, details, texts }: SaidBeside): string | null {
  const stored = details === null ? 'null' : detailsText(details);
  const masked = details === null ? 'null' : detailsText(maskDetails(details, texts ?? []));
  if (masked === stored && findPersonalData(rationale ?? '').length === 0) return null;
  const reason = rationale === null ? null : maskPersonalData(rationale);
  return `{"rationale":${JSON.stringify(reason)},"details":${masked}}`;
}

function maskDetails(
  details: CanonicalDetails,
  texts: readonly (readonly Message[] | null)[],
): CanonicalDetails {
  // Steps are of one response alone, and of its last message.
  const stepped = maskText(texts[0]?.at(-1)?.content ?? '');
  return {
    ...details,
    rewrite:
      details.rewrite === null
        ? null
        : { ...details.rewrite, content: maskPersonalData(details.rewrite.content) },
    spans: details.spans.map((span) => ({
      ...span,
      ...maskMark(span, texts[span.response]?.[span.message]?.content ?? null),
      note: span.note === null ? null : maskPersonalData(span.note),
    })),
    steps:
      details.steps?.map(({ start, end, label }) => ({
        start: stepped.placeOf(start),
        end: stepped.placeOf(end),
        label,
      })) ?? null,
  };
}

type Mark = Pick<CanonicalDetails['spans'][number], 'start' | 'end' | 'quote'>;

/** A phrase that begins or ends inside what is masked has all of the mask. */
function maskMark({ start, end, quote }: Mark, content: string | null): Mark {
  if (content === null || sliceCodePoints(content, start, end) !== quote)
    return { start, end, quote: maskPersonalData(quote) };
  const masked = maskText(content);
  const stretch = masked.stretchOf({ start, end });
  return { ...stretch, quote: sliceCodePoints(masked.text, stretch.start, stretch.end) };
}

async function refuse(
  db: Tx,
  versionId: string,
  ids: readonly string[],
): Promise<Partial<Record<UnitKind, number>>> {
  const { rows } = await sql<{ source: UnitKind; n: number }>`
    with bad as materialized (select unnest(${ids}::uuid[]) as id),
    taken as (
      delete from dataset_rows r where r.version_id = ${versionId}
        and (r.prompt_id in (select id from bad) or r.chosen_id in (select id from bad) or r.rejected_id in (select id from bad))
      returning r.source, r.comparison_id, r.id_suffix
    ),
    left_out as (
      insert into dataset_drops (version_id, comparison_id, id_suffix, reason)
      select ${versionId}::uuid, comparison_id, coalesce(id_suffix, ''), 'personal_data' from taken
    )
    select source, count(*) as n from taken group by 1`.execute(db);
  return Object.fromEntries(rows.map(({ source, n }) => [source, n]));
}
