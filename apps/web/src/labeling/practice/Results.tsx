import type { PracticeExample, PracticeStanding } from '@pairwright/contract/practice';
import type { Question } from '@pairwright/contract/projects';
import { Link } from 'wouter';
import { useLocale, useT } from '../../i18n/use-i18n.ts';
import { paths } from '../../paths.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { knownText } from '../answer/known-text.ts';
import { isCounted, lackingIn } from './attempt.ts';
import styles from './practice.module.css';
import { Standing } from './Standing.tsx';

interface ResultsProps {
  projectId: string;
  question: Question;
  items: readonly PracticeExample[];
  standing: PracticeStanding;
  onAgain: () => void;
  onTour: () => void;
}

/** What came of the round, and where to go from here. */
export function Results({ projectId, question, items, standing, onAgain, onTour }: ResultsProps) {
  const t = useT();
  const mayWork = standing.asks === null || standing.passed;
  const answered = items.flatMap(({ answered: mine }) => (mine === null ? [] : [mine]));
  return (
    <div className={styles['results']}>
      <h2>{t(items.length === 0 ? 'practice.ready' : 'practice.results')}</h2>
      {items.length === 0 ? (
        <p>{t('practice.no_examples')}</p>
      ) : (
        <>
          <Standing standing={standing} items={items} />
          {standing.asks === null ? (
            <p>
              {t('practice.matched_of', {
                matched: answered.filter(({ matched }) => matched).length,
                of: items.length,
              })}
            </p>
          ) : null}
          <ol>
            {items.map((item) => (
              <Answered key={item.id} item={item} question={question} />
            ))}
          </ol>
          {isCounted(standing) ? null : <p className="muted">{t('practice.only_practice')}</p>}
        </>
      )}
      <span className="row">
        {mayWork ? (
          <Link href={paths.annotate(projectId)} className={buttonClass('primary')}>
            {t('practice.to_work')}
          </Link>
        ) : null}
        {items.length === 0 ? null : (
          <Button variant={mayWork ? 'secondary' : 'primary'} onClick={onAgain}>
            {t(againText(standing, items))}
          </Button>
        )}
        <Button variant="quiet" onClick={onTour}>
          {t('practice.tour')}
        </Button>
      </span>
    </div>
  );
}

function againText(standing: PracticeStanding, items: readonly PracticeExample[]) {
  if (lackingIn(standing, items) > 0) return 'practice.go_on';
  return isCounted(standing) && standing.last !== null ? 'practice.try_again' : 'practice.again';
}

/** What came of one example; where it was not as expected, what was, and why. */
function Answered({ item, question }: { item: PracticeExample; question: Question }) {
  const t = useT();
  const locale = useLocale();
  const { answered: mine, prompt } = item;
  return (
    <li>
      <bdi className={styles['excerpt']}>{prompt.at(-1)?.content ?? ''}</bdi>
      {mine === null ? (
        <Badge>{t('practice.not_answered')}</Badge>
      ) : (
        <Badge tone={mine.matched ? 'accent' : 'warn'}>
          {mine.matched
            ? t('practice.matched_short')
            : t('practice.expected', {
                answer: knownText({ answer: mine.expected, ratings: mine.ratings }, { question, locale }, t),
              })}
        </Badge>
      )}
      {mine === null || mine.matched ? null : (
        <p dir="auto" className="muted">
          {mine.explanation[locale]}
        </p>
      )}
    </li>
  );
}
