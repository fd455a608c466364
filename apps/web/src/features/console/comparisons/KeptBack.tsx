import type { CallOutput } from '@pairwright/contract/client';
import { Link } from 'wouter';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Turns } from '../../../labeling/pane/Turns.tsx';
import { paths } from '../../../paths.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';

interface Props {
  projectId: string;
  comparison: CallOutput<'getComparison'>;
  rendering: 'markdown' | 'raw';
}

/** A comparison that the reader reviews blind: its texts, and the way to what is kept back. */
export function KeptBack({ projectId, comparison, rendering }: Props) {
  const t = useT();
  const { id: comparisonId, language, responses } = comparison;
  const reveal = useWrite('revealVotes', ['getComparison', 'getReviewCase', 'getResolution']);
  return (
    <>
      <Banner
        action={
          <Button
            size="small"
            busy={reveal.isPending}
            onClick={() => reveal.mutate({ params: { projectId, comparisonId } })}
          >
            {t('console-review.reveal')}
          </Button>
        }
      >
        {t('console-review.kept_back')}{' '}
        <Link href={`${paths.review(projectId)}?case=${comparisonId}`}>
          {t('console-review.kept_back_decide')}
        </Link>
      </Banner>
      <FormProblem error={reveal.error} fields={[]} safe={t('console-review.kept')} />
      <div className={styles['grid']}>
        {responses.map((response, at) => (
          <Card
            key={response.id}
            title={t('console-review.response', { letter: String.fromCodePoint(65 + at) })}
          >
            {response.messages === null ? (
              <p className="muted">{t('console-projects.no_response_text')}</p>
            ) : (
              <Turns messages={response.messages} language={language} rendering={rendering} />
            )}
          </Card>
        ))}
      </div>
    </>
  );
}
