import { useEffect, useState } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import { Banner } from '../../ui/Banner.tsx';

/** Somebody's session ended while they were away: says that what they did here is safe. */
export function UnsentHere() {
  const t = useT();
  const [waits, setWaits] = useState(false);
  useEffect(() => {
    let here = true;
    anythingUnsent().then(
      (found) => {
        if (here) setWaits(found);
      },
      // A browser that keeps nothing has nothing.
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, []);
  return waits ? <Banner>{t('auth.unsent_here')}</Banner> : null;
}

/** Whether the person who was here last, and did not sign out, left something that the server does not have. */
async function anythingUnsent(): Promise<boolean> {
  const [{ lastPerson }, { countUnsent }] = await Promise.all([
    import('../../device/device-store.ts'),
    import('../../outbox/open-store.ts'),
  ]);
  const userId = await lastPerson();
  return userId !== null && (await countUnsent(userId)) > 0;
}
