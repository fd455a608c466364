import type { AnnotatorProject } from '@pairwright/contract/annotate';
import type { AskedConsent } from '@pairwright/contract/consent';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { problemCode } from '../../api/problem.ts';
import { ProblemState } from '../../api/ProblemState.tsx';
import { useWrite } from '../../api/queries.ts';
import { ownConsent } from '../../i18n/own-consent.ts';
import { useLocale, useT } from '../../i18n/use-i18n.ts';
import { paths } from '../../paths.ts';
import { AppShell } from '../../shell/AppShell.tsx';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Markdown } from '../../ui/markdown/Markdown.tsx';
import { toast } from '../../ui/toast.ts';

export interface GateProps {
  project: Pick<AnnotatorProject, 'id' | 'name'>;
  consent: AskedConsent;
}

/** What somebody agrees to before they get work; who would rather not leaves, and nothing was claimed. */
export function ConsentGate({ project, consent }: GateProps) {
  const t = useT();
  const { text, locale } = ownConsent(consent, useLocale());
  const title = t('consent.of', { project: project.name });
  usePageTitle(title);
  return (
    <AppShell>
      <h1>{title}</h1>
      <p>{t('consent.asks')}</p>
      <Card title={t('consent.version', { version: consent.version })}>
        <div className="stack">
          {locale === null ? <p className="muted">{t('consent.not_in_yours')}</p> : null}
          <div tabIndex={0} role="group" aria-label={t('consent.version', { version: consent.version })}>
            <Markdown text={text} />
          </div>
          <Answer projectId={project.id} version={consent.version} />
        </div>
      </Card>
    </AppShell>
  );
}

function Answer({ projectId, version }: { projectId: string; version: number }) {
  const t = useT();
  const client = useQueryClient();
  const accept = useWrite('acceptConsent', ['getMyProject', 'listMyProjects']);
  const isNewer = problemCode(accept.error) === 'wrong_state';
  const send = () => {
    if (accept.isPending) return;
    void accept.mutateAsync({ params: { projectId }, body: { version } }).then(
      () => toast(t('consent.said_now')),
      // The newest one, where it is not this any more.
      () => client.invalidateQueries({ queryKey: ['getMyProject'] }),
    );
  };
  return (
    <>
      {isNewer ? <Banner tone="warn">{t('consent.newer')}</Banner> : null}
      {accept.error === null || isNewer ? null : <ProblemState error={accept.error} onRetry={send} />}
      <div className="row">
        <Button variant="primary" busy={accept.isPending} onClick={send}>
          {t('consent.accept')}
        </Button>
        <Link href={paths.work()} className={buttonClass('quiet')}>
          {t('consent.decline')}
        </Link>
      </div>
      <p className="muted">{t('consent.decline_hint')}</p>
    </>
  );
}
