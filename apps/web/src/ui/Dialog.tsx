import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useT } from '../i18n/use-i18n.ts';
import { IconButton } from './Button.tsx';
import { classNames } from './class-names.ts';
import styles from './dialog.module.css';
import { focusFirst } from './first-focus.ts';

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** Buttons at the foot, the main one last. */
  footer?: ReactNode;
  wide?: boolean;
  /** Stays open on Escape and has no close button: the person must choose. */
  required?: boolean;
}

/** A modal on the browser's own `<dialog>`: focus begins in the first field, is kept inside and given back on closing. */
export function Dialog(props: DialogProps) {
  // At the end of the body: it may be opened from inside a paragraph or a hidden part.
  return props.open ? createPortal(<OpenDialog {...props} />, document.body) : null;
}

function OpenDialog({ onClose, title, children, footer, wide, required }: DialogProps) {
  const t = useT();
  const ref = useRef<HTMLDialogElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const start = useRef<HTMLDivElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    if (dialog !== null && !dialog.open) dialog.showModal();
    const head = start.current;
    const stop =
      dialog === null || body.current === null || head === null
        ? undefined
        : focusFirst(dialog, body.current, head.querySelector<HTMLElement>('button') ?? head);
    return () => {
      stop?.();
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className={classNames(styles['dialog'], wide && styles['wide'])}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        if (required !== true) onClose();
      }}
    >
      <div className={styles['frame']}>
        <div ref={start} tabIndex={-1} className={styles['head']}>
          <h2 id={titleId} className={styles['title']}>
            {title}
          </h2>
          {required === true ? null : <IconButton icon="close" label={t('ui.close')} onClick={onClose} />}
        </div>
        <div ref={body} className={styles['body']}>
          {children}
        </div>
        {footer === undefined ? null : <div className={styles['foot']}>{footer}</div>}
      </div>
    </dialog>
  );
}
