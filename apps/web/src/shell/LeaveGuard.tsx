import { useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { Router } from 'wouter';
import { useT } from '../i18n/use-i18n.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { answerLeave, goUnlessGuarded, onPendingLeave, pendingLeave } from './leaving.ts';

/** The router of all pages: whoever would leave something typed and not saved is asked first. */
export function LeaveGuard({ children }: { children: ReactNode }) {
  return (
    <Router
      aroundNav={(navigate, to, options) =>
        goUnlessGuarded(new URL(to, location.href).pathname, () => navigate(to, options))
      }
    >
      {children}
      <Question />
    </Router>
  );
}

function Question() {
  const t = useT();
  const leave = useSyncExternalStore(onPendingLeave, pendingLeave);
  if (leave === null) return null;
  return (
    <ConfirmDialog
      danger
      title={t('shell.unsaved_title')}
      confirm={t('shell.unsaved_leave')}
      cancel={t('shell.unsaved_stay')}
      onConfirm={() => answerLeave(true)}
      onClose={() => answerLeave(false)}
    >
      <p>{t('shell.unsaved')}</p>
    </ConfirmDialog>
  );
}
