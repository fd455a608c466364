import type { CallOutput } from '@pairwright/contract/client';
import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { problemCode } from '../../api/problem.ts';
import { ProblemState } from '../../api/ProblemState.tsx';
import { read } from '../../api/queries.ts';
import { useFormats } from '../../i18n/format.ts';
import { useLocale, useT } from '../../i18n/use-i18n.ts';
import { PublicFrame } from '../../shell/PublicFrame.tsx';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Card } from '../../ui/Card.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { lazyLater } from '../../ui/lazy-later.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { amountOf } from '../my-work/time.ts';
import { JoinChoice } from './JoinChoice.tsx';
import { useSecret } from './use-secret.ts';

export type Invitation = CallOutput<'lookAtInvite'>;

/** Opened by an invitation link: what the project is, what the role may do, and joining. */
export default function JoinPage() {
  const t = useT();
  usePageTitle(t('entry.join_title'));
  const token = useSecret();
  const found = useQuery({
    ...read('lookAtInvite', { body: { token } }),
    enabled: token !== '',
    retry: false,
  });
  const over = token === '' || problemCode(found.error) === 'invite_over';
  return (
    <PublicFrame title={t('entry.join_title')}>
      {over ? <EmptyState title={t('entry.join_over')}>{t('entry.join_over_what')}</EmptyState> : null}
      {found.error === null || over ? null : (
        <ProblemState error={found.error} onRetry={() => void found.refetch()} />
      )}
      {found.isPending && !over ? <Skeleton lines={4} /> : null}
      {found.data === undefined ? null : (
        <>
          <Leads invitation={found.data} />
          <JoinChoice token={token} invitation={found.data} />
        </>
      )}
    </PublicFrame>
  );
}

/** Few projects ask, and the text is Markdown: its code comes where it is wanted. */
const LaterConsent = lazyLater(async () => ({
  default: (await import('./ConsentAhead.tsx')).ConsentAhead,
}));

/** What one is invited to. */
function Leads({ invitation }: { invitation: Invitation }) {
  const t = useT();
  const formats = useFormats();
  const locale = useLocale();
  const { project, description, invitedBy, role, language, pay, consent, expiresAt } = invitation;
  return (
    <Card title={project}>
      <p>{t('entry.invited_by', { name: invitedBy, project })}</p>
      {description === '' ? null : (
        <p>
          <bdi dir="auto">{description}</bdi>
        </p>
      )}
      <p>
        <strong>{t('entry.your_role', { role: t(`entry.role_${role}`) })}</strong>{' '}
        {t(`entry.role_${role}_may`)}
      </p>
      <p>{t('entry.texts_in', { language: t(`entry.texts_${language}`) })}</p>
      {pay === null ? null : <p>{t('entry.pay', { amount: amountOf(pay, 1, locale) })}</p>}
      {consent === null ? null : (
        <Suspense fallback={<Skeleton lines={1} />}>
          <LaterConsent consent={consent} />
        </Suspense>
      )}
      <p className="muted">{t('entry.good_until', { when: formats.dateTime(expiresAt) })}</p>
    </Card>
  );
}
