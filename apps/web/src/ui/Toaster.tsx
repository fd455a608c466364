import { useEffect, useSyncExternalStore } from 'react';
import { useT } from '../i18n/use-i18n.ts';
import { Button, IconButton } from './Button.tsx';
import styles from './feedback.module.css';
import { announce } from './live-region.ts';
import { dismissToast, onToastChange, toastItems } from './toast.ts';
import type { ToastItem } from './toast.ts';

const shownFor = 8000;

export function Toaster() {
  const t = useT();
  const items = useSyncExternalStore(onToastChange, toastItems);
  return (
    <section className={styles['toasts']} aria-label={t('ui.notifications')}>
      {items.map((item) => (
        <Toast key={item.id} item={item} />
      ))}
    </section>
  );
}

function Toast({ item }: { item: ToastItem }) {
  const t = useT();
  useEffect(() => {
    announce(item.text);
    const timer = setTimeout(() => dismissToast(item.id), shownFor);
    return () => clearTimeout(timer);
  }, [item]);
  const { action } = item;
  return (
    <div className={styles['toast']}>
      <span>{item.text}</span>
      {action === undefined ? null : (
        <Button
          size="small"
          onClick={() => {
            dismissToast(item.id);
            action.onSelect();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton size="small" icon="close" label={t('ui.close')} onClick={() => dismissToast(item.id)} />
    </div>
  );
}
