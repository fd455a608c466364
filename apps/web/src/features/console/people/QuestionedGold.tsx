import type { QuestionedGold as Gold } from '@pairwright/contract/exclusions';
import { Link } from 'wouter';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import styles from '../shared/console.module.css';

/** Gold comparisons whose answer rests on judgments that are set aside, to look at; nothing where there are none. */
export function QuestionedGold({ projectId, gold }: { projectId: string; gold: readonly Gold[] }) {
  const t = useT();
  if (gold.length === 0) return null;
  return (
    <>
      <p>{t('console-exclude.gold', { count: gold.length })}</p>
      <ul className={styles['lines']}>
        {gold.map(({ comparisonId, promptExcerpt, left }) => (
          <li key={comparisonId}>
            <Link href={paths.comparison(projectId, comparisonId)}>
              <bdi dir="auto">{promptExcerpt}</bdi>
            </Link>{' '}
            {t('console-exclude.gold_left', { left })}
          </li>
        ))}
      </ul>
    </>
  );
}
