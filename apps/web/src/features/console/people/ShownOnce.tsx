import type { ReactNode } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import styles from '../shared/console.module.css';

interface Props {
  title: string;
  /** A link with a secret in it. */
  link: string;
  copy: string;
  children: ReactNode;
  onDone: () => void;
}

/** A link that is shown here and nowhere else, once. */
export function ShownOnce({ title, link, copy, children, onDone }: Props) {
  const t = useT();
  return (
    <div className={styles['secret']} role="status">
      <p>
        <strong>{title}</strong>
      </p>
      <div className="row">
        <code className={styles['mono']} data-secret translate="no">
          {link}
        </code>
        <CopyButton text={link} label={copy} />
      </div>
      <p>{children}</p>
      <div>
        <Button onClick={onDone}>{t('console-people.secret_done')}</Button>
      </div>
    </div>
  );
}

/** The address of a page of this installation with a secret that never reaches a server's log. */
export function linkWith(path: string, secret: string): string {
  return `${location.origin}${path}#${secret}`;
}
