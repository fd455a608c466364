import type { RoutedMember } from '@pairwright/contract/routing';
import { lookAlikesAmong } from '@pairwright/domain/names/skeleton';
import { useT } from '../../../i18n/use-i18n.ts';
import { Checkbox } from '../../../ui/Field.tsx';
import styles from '../shared/console.module.css';
import { useNameLabel } from '../shared/Name.tsx';

interface NamedProps {
  members: readonly RoutedMember[];
  named: readonly string[];
  onChange: (named: readonly string[]) => void;
}

/** Whom of the members something is for. */
export function NamedMembers({ members, named, onChange }: NamedProps) {
  const t = useT();
  const labelOf = useNameLabel();
  const isTwin = lookAlikesAmong(members.map(({ name }) => name));
  return (
    <fieldset>
      <legend className={styles['legend']}>{t('console-routing.only_members')}</legend>
      {members.map(({ userId, name }) => (
        <Checkbox
          key={userId}
          label={labelOf({ text: name, isTwin: isTwin(name), id: userId })}
          checked={named.includes(userId)}
          onChange={(is) => onChange(is ? [...named, userId] : named.filter((one) => one !== userId))}
        />
      ))}
    </fieldset>
  );
}
