import { useT } from '../../i18n/use-i18n.ts';
import { useOutboxStatus } from '../../outbox/use-outbox.ts';
import { useOnline } from '../../shell/use-online.ts';
import { Banner } from '../../ui/Banner.tsx';

/** What a person should know about saving, above the pair, never over it. */
export function BenchBanners() {
  const t = useT();
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
      {durable ? null : <Banner tone="danger">{t('labeling.not_durable')}</Banner>}
    </>
  );
}
