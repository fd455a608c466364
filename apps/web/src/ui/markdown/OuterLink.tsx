import { useState } from 'react';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../Button.tsx';
import { Dialog } from '../Dialog.tsx';
import { RawText } from './RawText.tsx';
import styles from './markdown.module.css';

/** Addresses that may be opened at all; anything else is shown as text. */
function mayOpen(address: string): boolean {
  return /^(https?:\/\/|mailto:)/i.test(address) && URL.canParse(address);
}

/** A link out of somebody's text. It leads nowhere until the person has seen the whole address. */
export function OuterLink({ address, children }: { address: string; children: ReactNode }) {
  const t = useT();
  const [asked, setAsked] = useState(false);
  if (!mayOpen(address)) return <span className={styles['inertLink']}>{children}</span>;
  return (
    <>
      <button type="button" className={styles['link']} title={address} onClick={() => setAsked(true)}>
        {children}
      </button>
      <Dialog
        open={asked}
        onClose={() => setAsked(false)}
        title={t('ui.open_link_title')}
        footer={
          <>
            <Button onClick={() => setAsked(false)}>{t('ui.cancel')}</Button>
            <Button
              variant="primary"
              icon="external"
              onClick={() => {
                setAsked(false);
                window.open(address, '_blank', 'noopener,noreferrer');
              }}
            >
              {t('ui.open_link')}
            </Button>
          </>
        }
      >
        <p>{t('ui.open_link_why')}</p>
        <RawText text={address} />
      </Dialog>
    </>
  );
}
