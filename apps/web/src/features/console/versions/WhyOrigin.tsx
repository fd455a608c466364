import type { WhyRow } from '@pairwright/contract/version-why';
import { lookAlikesOfKinds } from '@pairwright/domain/names/skeleton';
import { Link } from 'wouter';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Card } from '../../../ui/Card.tsx';
import shared from '../shared/console.module.css';
import { Name } from '../shared/Name.tsx';
import styles from './versions.module.css';

interface Props {
  projectId: string;
  why: WhyRow;
}

/** Where a comparison came from, and what is compared. */
export function WhyOrigin({ projectId, why }: Props) {
  const t = useT();
  const { prompt, responses } = why;
  const isTwin = lookAlikesOfKinds(responses.map(({ model }) => model));
  return (
    <>
      <li>
        <Card title={t('console-versions.origin')}>
          <Origin projectId={projectId} origin={why.origin} />
        </Card>
      </li>
      <li>
        <Card title={t('console-versions.content')}>
          <p className={styles['prompt']}>
            <bdi dir="auto">
              {prompt.excerpt === '' ? t('console-datasets.example_empty') : prompt.excerpt}
            </bdi>
          </p>
          <dl className={shared['facts']}>
            {responses.map(({ responseId, model, rewrite, excerpt }) => (
              <div key={responseId} className={shared['contents']}>
                <dt>
                  <Name text={model} isTwin={isTwin(model)} />{' '}
                  {rewrite ? <Badge>{t('console-versions.rewrite')}</Badge> : null}
                </dt>
                <dd>
                  <bdi dir="auto" className={styles['excerpt']}>
                    {excerpt}
                  </bdi>
                </dd>
              </div>
            ))}
          </dl>
          <Link href={paths.comparison(projectId, why.comparisonId)}>
            {t('console-versions.to_comparison')}
          </Link>
        </Card>
      </li>
    </>
  );
}

function Origin({ projectId, origin }: { projectId: string; origin: WhyRow['origin'] }) {
  const t = useT();
  const formats = useFormats();
  const { import: from, batch } = origin;
  if (from === null) return <p>{t('console-versions.no_import', { batch })}</p>;
  return (
    <dl className={shared['facts']}>
      <dt>{t('console-versions.file')}</dt>
      <dd>
        <Link href={paths.import(projectId, from.importId)}>
          <Name text={from.filename} />
        </Link>
      </dd>
      <dt>{t('console-versions.line')}</dt>
      <dd>{from.line === null ? t('console-versions.line_unknown') : formats.number(from.line)}</dd>
      <dt>{t('console-versions.when')}</dt>
      <dd>{formats.dateTime(from.importedAt)}</dd>
      <dt>{t('console-versions.who')}</dt>
      <dd>
        <bdi dir="auto">{from.importedBy ?? '–'}</bdi>
      </dd>
    </dl>
  );
}
