import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../context.ts';

/** Whether who asks may be answered about this project at all; a token may be for some projects only. Null: the installation. */
export function reaches({ onlyIn }: Pick<Actor, 'onlyIn'>, projectId: string | null): boolean {
  return onlyIn === null || (projectId !== null && onlyIn.includes(projectId));
}

/** The same for a column that holds the id of a project. */
export function reachesSql({ onlyIn }: Pick<Actor, 'onlyIn'>, column: string): RawBuilder<boolean> {
  if (onlyIn === null) return sql<boolean>`true`;
  return sql<boolean>`coalesce(${sql.ref(column)} = any(${[...onlyIn]}::uuid[]), false)`;
}
