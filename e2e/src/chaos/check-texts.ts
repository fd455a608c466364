import { isDeepStrictEqual } from 'node:util';
import type { TestDatabase } from '@pairwright/testkit/test-database';
import type { History } from './history.ts';
import type { Given } from './kinds.ts';

type Pool = TestDatabase['pool'];

interface StoredDraft {
  readonly id: string;
  readonly body: Pick<Given, 'answer'> & {
    readonly details: Record<string, unknown>;
    readonly rationale: string;
  };
}

/** What was kept of what somebody began is there as they sent it, and gone once they have judged. */
export async function draftFaults(pool: Pool, projectId: string, { lastWords }: History): Promise<string[]> {
  const { rows } = await pool.query<StoredDraft>(
    `select d.assignment_id as id, d.body from drafts d join assignments a on a.id = d.assignment_id where a.project_id = $1`,
    [projectId],
  );
  const stored = new Map(rows.map(({ id, body }) => [id, body]));
  return [...lastWords].flatMap(([id, word]) => {
    const body = stored.get(id);
    if (word.kind === 'voted')
      return body === undefined ? [] : [`${id} is judged, and its draft is still there.`];
    if (word.kind !== 'drafted') return [];
    const { answer, details = {}, rationale = '' } = word.draft;
    const same =
      isDeepStrictEqual(body?.answer, answer) &&
      body?.rationale === rationale &&
      Object.entries(details).every(([part, value]) => isDeepStrictEqual(body.details[part], value));
    return same
      ? []
      : [`The draft of ${id} is ${JSON.stringify(body)}; it was sent as ${JSON.stringify(word.draft)}.`];
  });
}

/** Every better answer that was acknowledged is a response once, with its words, its author and what it was made from; no other is. */
export async function rewriteFaults(
  pool: Pool,
  projectId: string,
  { acknowledged, lastWords }: History,
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string; content: string; author: string; parent: string | null }>(
    `select r.id, r.messages -> -1 ->> 'content' as content, r.author_id as author, r.parent_id as parent
     from responses r join prompts p on p.id = r.prompt_id where p.project_id = $1 and r.origin = 'rewrite'`,
    [projectId],
  );
  const stored = new Map(rows.map((row) => [row.id, row]));
  const faults = [...acknowledged.values()].flatMap(({ assignmentId, given }) => {
    const rewrite = given.details?.rewrite;
    if (!rewrite) return [];
    const found = stored.get(rewrite.responseId);
    stored.delete(rewrite.responseId);
    const author = lastWords.get(assignmentId)?.annotatorId;
    const same = found?.content === rewrite.content && found.author === author && found.parent !== null;
    return same ? [] : [`The rewrite ${JSON.stringify(rewrite)} is stored as ${JSON.stringify(found)}.`];
  });
  return [
    ...faults,
    ...[...stored.keys()].map((id) => `The rewrite ${id} is there, and nobody was told so.`),
  ];
}
