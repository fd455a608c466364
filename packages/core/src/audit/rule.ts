import type { AuditObject } from '@pairwright/contract/audit-actions';

/** A request as far as rules look at it. */
export interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** Null before somebody has signed in. */
  readonly actorId: string | null;
  readonly projectId: string | null;
  /** What the operation gave; undefined before it has run. */
  readonly result: unknown;
}

type Find = (call: Call) => string | null;

export interface AuditRule {
  readonly object: AuditObject;
  /** Which one; asked before it has run for what was there, and after it for what is there. */
  readonly id: Find;
  /** `own`: the entry goes into the first transaction of the use case, `around`: the whole use case runs in one. */
  readonly in: 'own' | 'around';
  /** More to say about the change than the object shows. */
  readonly facts?: (call: Call) => Readonly<Record<string, unknown>>;
  /** Who it was, where nobody was signed in before. Null: nobody, and nothing is written. */
  readonly actor?: Find;
  /** Nobody was signed in, and nobody is known to have asked: the entry names no one. */
  readonly isByStranger?: boolean;
  /** Nothing is told of the object, only the facts. */
  readonly isBlind?: boolean;
  /** The project, where the address does not name it. */
  readonly project?: Find;
}

export const param =
  (name: string): Find =>
  ({ params }) =>
    params[name] ?? null;
/** By the names on the way to it. */
export const made =
  (...names: readonly string[]): Find =>
  ({ result }) => {
    let found = result;
    for (const name of names)
      found =
        typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[name] : undefined;
    return typeof found === 'string' ? found : null;
  };
export const theProject: Find = ({ projectId }) => projectId;
export const me: Find = ({ actorId }) => actorId;
export const given =
  (...names: readonly string[]) =>
  ({ body }: Call) =>
    Object.fromEntries(names.filter((name) => name in body).map((name) => [name, body[name]]));
