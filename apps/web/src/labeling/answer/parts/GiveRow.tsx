import { useEffect } from 'react';
import { useFormats } from '../../../i18n/format.ts';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { focusAsked } from '../ask-name.ts';
import type { PartProps } from '../part-props.ts';
import { missingText } from './missing-text.ts';
import styles from './give.module.css';

/** Gives the whole judgment. After a try in vain it says what is missing and leads there. */
export function GiveRow({ desk, work, form }: PartProps) {
  const t = useT();
  const locale = useLocale();
  const formats = useFormats();
  const { missing, tries } = desk;
  const first = missing[0];
  useEffect(() => {
    // Only a new try moves the focus: while the person fills in, it stays where they are.
    if (tries > 0 && first !== undefined) focusAsked(first);
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [tries]);
  const names = missing.map((part) =>
    missingText(part, { form, responses: work.responses.length, locale }, t),
  );
  return (
    <div className={styles['row']}>
      <p className={styles['missing']} role="alert">
        {tries > 0 && names.length > 0 ? (
          <>
            <Icon name="alert" size={14} />
            {t('labeling-parts.missing', { parts: formats.list(names) })}
          </>
        ) : null}
      </p>
      <p className={styles['draft']}>
        {desk.draft === 'none' ? null : (
          <>
            <Icon name={desk.draft === 'server' ? 'check' : 'sync'} size={14} />
            {t(desk.draft === 'server' ? 'labeling-parts.draft_saved' : 'labeling-parts.draft_here')}
          </>
        )}
      </p>
      <Button
        variant="primary"
        className={styles['give']}
        aria-keyshortcuts="Enter"
        onClick={(event) =>
          desk.give({ timeStamp: event.timeStamp, repeat: false }, event.detail === 0 ? 'key' : 'pointer')
        }
      >
        {t('labeling-parts.submit')}
        <kbd aria-hidden="true">{t('labeling-parts.enter_key')}</kbd>
      </Button>
    </div>
  );
}
