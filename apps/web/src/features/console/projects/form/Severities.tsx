import type { LocalText } from '@pairwright/contract/question-form';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Button, IconButton } from '../../../../ui/Button.tsx';
import styles from './form.module.css';
import { emptyText } from './form-draft.ts';
import { TextFields } from './TextFields.tsx';

interface Props {
  path: string;
  /** From the mildest. */
  items: readonly LocalText[];
  onItems: (items: LocalText[]) => void;
  faults: Readonly<Record<string, string>>;
}

const most = 5;

/** How bad a flag can be, from the mildest; none: the flag is a plain yes. */
export function Severities({ path, items, onItems, faults }: Props) {
  const t = useT();
  return (
    <fieldset className={styles['list']}>
      <legend className={styles['legend']}>{t('console-question.severities')}</legend>
      {items.length === 0 ? <p className="muted">{t('console-question.severities_none')}</p> : null}
      {items.map((item, index) => (
        // A severity is its number: it has no other identity.
        <div key={index} className={styles['severity']}>
          <TextFields
            what={t('console-question.severity_number', { place: index + 1 })}
            path={`${path}.${index}`}
            value={item}
            faults={faults}
            onChange={(text) => onItems(items.map((old, place) => (place === index ? text : old)))}
          />
          <IconButton
            size="small"
            icon="trash"
            label={t('console-question.remove', {
              name: t('console-question.severity_number', { place: index + 1 }),
            })}
            onClick={() => onItems(items.filter((_, place) => place !== index))}
          />
        </div>
      ))}
      <div>
        <Button
          size="small"
          icon="plus"
          disabledReason={items.length < most ? null : t('console-question.enough', { most })}
          onClick={() => onItems([...items, emptyText])}
        >
          {t('console-question.add_severity')}
        </Button>
      </div>
    </fieldset>
  );
}
