import type { Role } from '@pairwright/contract/access';
import { useT } from '../../../i18n/use-i18n.ts';
import type { SelectOption } from '../../../ui/Field.tsx';

const roles = ['annotator', 'reviewer', 'researcher', 'admin'] as const satisfies readonly Role[];

export function useRoleOptions(): SelectOption<Role>[] {
  const t = useT();
  return roles.map((value) => ({ value, label: t(`console-people.role_${value}`) }));
}
