import type { RoutedMember } from '@pairwright/contract/routing';
import { useT } from '../../../i18n/use-i18n.ts';
import { Checkbox } from '../../../ui/Field.tsx';
import styles from '../shared/console.module.css';

interface NamedProps {
  members: readonly RoutedMember[];
  named: readonly string[];
  onChange: (named: readonly string[]) => void;
}

/** Whom of the members something is for. */
export function NamedMembers({ members, named, onChange }: NamedProps) {
  const t = useT();
  return (
    <fieldset>
      <legend className={styles['legend']}>{t('console-routing.only_members')}</legend>
      {members.map(({ userId, name }) => (
        <Checkbox
          key={userId}
          label={name}
          checked={named.includes(userId)}
          onChange={(is) => onChange(is ? [...named, userId] : named.filter((one) => one !== userId))}
        />
      ))}
    </fieldset>
  );
}
