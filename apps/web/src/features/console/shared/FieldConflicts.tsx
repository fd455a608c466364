import { useT } from '../../../i18n/use-i18n.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import styles from './console.module.css';

export interface FieldConflict {
  readonly field: string;
  /** The label of the field. */
  readonly label: string;
  readonly mine: string;
  readonly theirs: string;
}

interface Props {
  conflicts: readonly FieldConflict[];
  onChoose: (field: string, keep: 'mine' | 'theirs') => void;
}

/** Fields that somebody else saved meanwhile as something else: both values, and one is chosen. Nothing is sent before. */
export function FieldConflicts({ conflicts, onChoose }: Props) {
  const t = useT();
  if (conflicts.length === 0) return null;
  const said = (value: string): string => (value.trim() === '' ? t('console.field_empty') : value);
  return (
    <>
      <Banner tone="warn">{t('console.fields_changed')}</Banner>
      {conflicts.map(({ field, label, mine, theirs }) => (
        <div key={field} role="group" aria-label={label}>
          <p>{t('console.field_conflict', { label, mine: said(mine), theirs: said(theirs) })}</p>
          <div className={styles['actions']}>
            <Button size="small" onClick={() => onChoose(field, 'mine')}>
              {t('console.field_keep_mine')}
            </Button>
            <Button size="small" onClick={() => onChoose(field, 'theirs')}>
              {t('console.field_take_theirs')}
            </Button>
          </div>
        </div>
      ))}
    </>
  );
}
