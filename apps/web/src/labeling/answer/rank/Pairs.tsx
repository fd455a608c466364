import type { Ranks } from '@pairwright/domain/judgment/rank-moves';
import { rankedPairs } from '@pairwright/domain/judgment/ranking';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { placeLetter } from '../place-letter.ts';
import styles from './panel.module.css';

/** What the ranking says of each two answers, as it will be exported; folded. */
export function Pairs({ ranks }: { ranks: Ranks }) {
  const t = useT();
  const formats = useFormats();
  const pairs = rankedPairs(ranks).map(
    ({ better, worse, tie }) => `${placeLetter(better)} ${tie ? '=' : '>'} ${placeLetter(worse)}`,
  );
  return (
    <details className={styles['pairs']}>
      <summary>
        {pairs.length === 0
          ? t('labeling-rank.pairs_none')
          : t('labeling-rank.pairs', { count: pairs.length })}
      </summary>
      <p dir="ltr" data-pairs="">
        {formats.list(pairs)}
      </p>
      <p className="muted">{t('labeling-rank.pairs_hint')}</p>
    </details>
  );
}
