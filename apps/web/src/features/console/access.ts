import type { Role } from '@pairwright/contract/access';
import type { Me } from '@pairwright/contract/auth';
import type { ProjectAction } from '@pairwright/contract/endpoint';

/** As `actionsOfRole` of the contract, which the first page must not load with all its shapes; a test compares them. */
export const actionsOf: Readonly<Record<Role, readonly ProjectAction[]>> = {
  admin: ['view', 'annotate', 'see_models', 'review', 'import', 'export', 'manage'],
  researcher: ['view', 'annotate', 'see_models', 'import', 'export'],
  reviewer: ['view', 'annotate', 'see_models', 'review'],
  annotator: ['annotate'],
};

/** Whether this person may do this in this project. Only for what is shown: the server decides. */
export function may(me: Me, projectId: string, action: ProjectAction): boolean {
  if (me.isOwner) return true;
  return me.memberships.some(
    (membership) => membership.projectId === projectId && actionsOf[membership.role].includes(action),
  );
}

/** Whether this person is the annotator of this project too: the owner need not be a member. */
export function isMember(me: Me, projectId: string): boolean {
  return me.memberships.some((membership) => membership.projectId === projectId);
}

/** Whether this person sees the inside of any project. */
export function runsProjects(me: Me): boolean {
  return me.isOwner || me.memberships.some((membership) => actionsOf[membership.role].includes('view'));
}

/** Only the owner and admins of some project make new ones. */
export function mayCreateProjects(me: Me): boolean {
  return me.isOwner || me.memberships.some((membership) => membership.role === 'admin');
}
