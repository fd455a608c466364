import type { Me } from '@pairwright/contract/auth';
import { runsProjects } from '../features/console/access.ts';
import type { MessageKey } from '../i18n/keys.ts';
import { paths } from '../paths.ts';

export interface NavItem {
  label: MessageKey;
  href: string;
  /** After `G`; no place of a project has it. */
  letter: string;
  /** Whether this person has any use for it. */
  visible: (me: Me) => boolean;
}

/** The main navigation, in order. */
export const navItems: readonly NavItem[] = [
  { label: 'shell.nav_projects', href: paths.projects(), letter: 'p', visible: runsProjects },
  { label: 'shell.nav_work', href: paths.work(), letter: 'w', visible: () => true },
  { label: 'shell.nav_people', href: paths.people(), letter: 'o', visible: (me) => me.isOwner },
  { label: 'shell.nav_system', href: paths.system(), letter: 'y', visible: (me) => me.isOwner },
  { label: 'shell.nav_audit', href: paths.audit(), letter: 'v', visible: (me) => me.isOwner },
];
