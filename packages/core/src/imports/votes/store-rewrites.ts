import type { Message } from '@pairwright/contract/shapes';
import type { Tx } from '@pairwright/db/transaction';
import { rewrittenMessages } from '@pairwright/domain/judgment/rewritten';
import { canonicalMessages } from '@pairwright/formats/canonical';
import { sha256 } from '@pairwright/runtime/hash';
import type { Ids } from '@pairwright/runtime/ids';
import { sql } from 'kysely';
import type { NewVote } from './plan-votes.ts';

interface GivenVote {
  readonly vote: NewVote;
  readonly annotator: string;
}

/** Stores the better answers among past judgments as responses of their authors; gives the judgments with their ids. */
export async function insertRewrites<Given extends GivenVote>(
  db: Tx,
  ids: Ids,
  votes: readonly Given[],
): Promise<Given[]> {
  const named = votes.map((given) => withId(given, ids));
  const written = named.filter(({ vote }) => vote.details?.rewrite != null);
  if (written.length === 0) return named;
  const places = await placesOf(
    db,
    written.map(({ vote }) => vote.comparisonId),
  );
  const rows = written.map(({ vote, annotator }) => {
    const { response_id: id, parent, content } = vote.details!.rewrite!;
    const { promptId, responses } = places.get(vote.comparisonId)!;
    const from = parent === null ? null : responses[parent]!;
    const messages = canonicalMessages(rewrittenMessages(from?.messages ?? null, content));
    const hash = sha256(JSON.stringify(['rewrite', id, from?.id ?? null, annotator, messages]));
    return { id, promptId, parent: from?.id ?? null, messages, hash: hash.toString('hex'), annotator };
  });
  await sql`
    insert into responses (id, prompt_id, model, messages, content_hash, origin, parent_id, author_id)
    select x.id, x."promptId", 'human', x.messages::json, decode(x.hash, 'hex'), 'rewrite', x.parent, x.annotator
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x
      (id uuid, "promptId" uuid, parent uuid, messages text, hash text, annotator uuid)`.execute(db);
  return named;
}

function withId<Given extends GivenVote>(given: Given, ids: Ids): Given {
  const { vote } = given;
  const rewrite = vote.details?.rewrite ?? null;
  if (vote.details === null || rewrite === null) return given;
  const details = { ...vote.details, rewrite: { ...rewrite, response_id: ids.next() } };
  return { ...given, vote: { ...vote, details } };
}

interface RewrittenPlace {
  readonly promptId: string;
  /** In canonical order. */
  readonly responses: readonly { readonly id: string; readonly messages: readonly Message[] | null }[];
}

async function placesOf(db: Tx, comparisonIds: readonly string[]): Promise<Map<string, RewrittenPlace>> {
  const { rows } = await sql<RewrittenPlace & { id: string }>`
    select c.id, c.prompt_id as "promptId",
      (select json_agg(json_build_object('id', r.id, 'messages', r.messages) order by u.place)
        from unnest(c.response_ids) with ordinality u (id, place) join responses r on r.id = u.id) as responses
    from comparisons c where c.id = any(${comparisonIds}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, ...place }) => [id, place]));
}
