import { actionsOfRole, type Role } from '@pairwright/contract/access';
import type { Access, ProjectAction, Scope } from '@pairwright/contract/endpoint';
import { Problem } from '@pairwright/contract/errors';
import type { Actor } from '../context.ts';

/** What the database knows about who asks, and about the project the request names. */
export interface Caller {
  readonly actor: Actor;
  /** The instance owner counts as `owner` in every project that exists; null for outsiders and projects that do not. */
  readonly role: Role | 'owner' | null;
  /** A second factor is demanded of them, and they have none. */
  readonly mustAddFactor: boolean;
}

/** Whether a role may do this in its project. The owner may do everything. */
export function mayAct(role: Role | 'owner' | null, action: ProjectAction): boolean {
  if (role === null) return false;
  if (role === 'owner') return true;
  return (actionsOfRole[role] as readonly ProjectAction[]).includes(action);
}

/** Whether who asks in a project may do what is for those who manage it: by their role, and with a token by its scope too. */
export function mayManage({ role, actor }: Pick<Caller, 'actor' | 'role'>): boolean {
  return mayAct(role, 'manage') && (actor.via === 'session' || actor.scopes.has('manage'));
}

/**
 * Lets a caller pass an endpoint's access rule or throws the Problem to answer with: `not_signed_in`, `session_required`,
 * `scope_missing`, `factor_demanded` or `not_found`. A project one may not enter answers like one that does not exist.
 */
export function authorize(rule: Exclude<Access, { kind: 'public' }>, caller: Caller | undefined): Caller {
  if (caller === undefined) throw new Problem('not_signed_in');
  if (caller.mustAddFactor && !(rule.kind === 'signed_in' && rule.beforeFactor === true))
    throw new Problem('factor_demanded');
  checkScope(rule.scope, caller.actor);
  if (rule.kind === 'owner' && (!caller.actor.isOwner || caller.actor.onlyIn !== null))
    throw new Problem('not_found');
  checkReach(rule, caller.actor);
  if (rule.kind === 'project' && !mayAct(caller.role, rule.action)) throw new Problem('not_found');
  return caller;
}

/** A token for some projects is refused what is about its person, or could be about any project. */
function checkReach(rule: Exclude<Access, { kind: 'public' }>, { onlyIn }: Actor): void {
  if (onlyIn === null || rule.kind !== 'signed_in') return;
  if (rule.about !== 'oneself' && rule.about.of !== 'any') return;
  throw new Problem('scope_missing', {
    detail:
      'The token is for some projects only, and this is about none of them. Make a token without projects.',
  });
}

function checkScope(scope: Scope | 'session_only', actor: Actor): void {
  if (actor.via === 'session') return;
  if (scope === 'session_only') throw new Problem('session_required');
  if (!actor.scopes.has(scope)) {
    throw new Problem('scope_missing', {
      detail: `The token lacks the scope "${scope}". Make a token that has it.`,
    });
  }
}
