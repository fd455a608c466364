import type { NothingNow } from '@pairwright/contract/routing';
import { useT } from '../../i18n/use-i18n.ts';
import { useOutboxStatus } from '../../outbox/use-outbox.ts';
import { isCrowd } from '../../shell/is-crowd.ts';
import { useMe } from '../../shell/use-me.ts';
import { useOnline } from '../../shell/use-online.ts';
import { Banner } from '../../ui/Banner.tsx';
import { LaterCrowd } from '../life/later.tsx';

/** What a person should know about saving, above the pair, never over it. */
export function BenchBanners({ nothing }: { nothing: NothingNow | null }) {
  const t = useT();
  const me = useMe();
  const online = useOnline();
  const { waiting, durable, state } = useOutboxStatus();
  const unreachable = !online || (state === 'retrying' && waiting > 0);
  return (
    <>
      {unreachable ? (
        <Banner tone="warn" icon="offline">
          {t('labeling.offline', { count: waiting })}
        </Banner>
      ) : null}
      {/* Looks anew when the server has nothing, or again something. */}
      {isCrowd(me) ? <LaterCrowd key={nothing?.reason ?? ''} /> : null}
      {durable ? null : <Banner tone="danger">{t('labeling.not_durable')}</Banner>}
    </>
  );
}
