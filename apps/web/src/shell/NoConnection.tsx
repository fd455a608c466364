import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { onReachChange, reach, tryNow, untilReached } from '../api/reach.ts';
import { useT } from '../i18n/use-i18n.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { AppShell } from './AppShell.tsx';
import { usePageTitle } from './use-page-title.ts';

/** Stands where a page would that cannot come now. Tries again by itself and by its button. */
export function NoConnection({ onBack }: { onBack?: () => void }) {
  const t = useT();
  const { isTrying, tries } = useSyncExternalStore(onReachChange, reach);
  const [pressed, setPressed] = useState(false);
  usePageTitle(t('shell.no_connection'));
  const latest = useRef(onBack);
  useEffect(() => {
    latest.current = onBack;
  });
  useEffect(() => {
    let here = true;
    void untilReached().then(() => (here ? latest.current?.() : undefined));
    return () => {
      here = false;
    };
  }, []);
  return (
    <EmptyState
      level={1}
      title={t('shell.no_connection')}
      action={
        <>
          <Button
            icon="refresh"
            busy={isTrying}
            onClick={() => {
              setPressed(true);
              tryNow();
            }}
          >
            {t('ui.retry')}
          </Button>
          <p role="status">{pressed && !isTrying && tries > 0 ? t('shell.still_no_connection') : ''}</p>
        </>
      }
    >
      {t('shell.no_connection_why')}
    </EmptyState>
  );
}

/** What is shown until the code of a page has come. */
export function PageOnItsWay() {
  const { isAway } = useSyncExternalStore(onReachChange, reach);
  return isAway ? <NoConnection /> : <Skeleton lines={5} />;
}

/** The same before any page of the console, each of which has a frame of its own: a menu opened in this one would be gone with it. */
export function ConsoleOnItsWay() {
  const { isAway } = useSyncExternalStore(onReachChange, reach);
  if (!isAway) return <Skeleton lines={5} />;
  return (
    <AppShell>
      <NoConnection />
    </AppShell>
  );
}

/** Pages that begin without the server would be nothing but failed reads. Those that were there before stay. */
export function NeedsServer({ children }: { children: ReactNode }) {
  const [begins, setBegins] = useState(() => navigator.onLine && !reach().isAway);
  if (begins) return children;
  return (
    <AppShell>
      <NoConnection onBack={() => setBegins(true)} />
    </AppShell>
  );
}
