import type { Role } from '@pairwright/contract/access';

/** Whoever has this value in the role claim has this role in this project. The owner is never made by a claim. */
export interface ClaimedRole {
  readonly value: string;
  /** The project's short name. */
  readonly slug: string;
  readonly role: Role;
}

const strongestFirst: readonly Role[] = ['admin', 'researcher', 'reviewer', 'annotator'];

/** The role in each project, by its short name, that these values give; the strongest where several do. */
export function rolesOfValues(
  values: readonly string[],
  roles: readonly ClaimedRole[],
): ReadonlyMap<string, Role> {
  const found = new Map<string, Role>();
  for (const role of strongestFirst)
    for (const claimed of roles)
      if (claimed.role === role && values.includes(claimed.value) && !found.has(claimed.slug))
        found.set(claimed.slug, role);
  return found;
}
