import type { Answer } from '@pairwright/contract/judgment';
import type { Question } from '@pairwright/contract/projects';
import type { Locale } from '../../i18n/locales.ts';
import type { Translate } from '../../i18n/use-i18n.ts';
import { placeLetter } from './place-letter.ts';
import { pointText, scalePoint } from './scale.ts';

/** An answer in words, for lists and announcements. */
export function answerText(
  answer: Answer,
  { question, locale }: { question: Question; locale: Locale },
  t: Translate,
): string {
  switch (answer.outcome) {
    case 'tie':
      return t('labeling.tie');
    case 'both_bad':
      return t('labeling.both_bad');
    case 'cannot_judge':
      return t('labeling.cannot_judge');
    case 'scale': {
      const { main } = question.form;
      if (main.kind !== 'pair') return t('labeling.preference');
      const own = main.levels?.[answer.position - 1];
      return own?.[locale] ?? pointText(scalePoint(answer.position, main.scale.points), t);
    }
    case 'ranking':
      return rankingText(answer.ranks, t);
    case 'thumbs':
      return t(answer.up ? 'labeling.thumbs_up' : 'labeling.thumbs_down');
    case 'rated':
      return t('labeling.rated');
    case 'steps':
      return t('labeling.steps_judged', {
        right: answer.labels.filter((label) => label === 'right').length,
        count: answer.labels.length,
      });
  }
}

/** `B > A = C > D`, letters by place; unacceptable ones after a bar, those below the best k left out. */
export function rankingText(ranks: readonly (number | null)[], t: Translate): string {
  const groups = new Map<number, string[]>();
  ranks.forEach((rank, place) => {
    if (rank !== null) groups.set(rank, [...(groups.get(rank) ?? []), placeLetter(place)]);
  });
  const unacceptable = groups.get(0);
  groups.delete(0);
  const order = [...groups.entries()].sort(([a], [b]) => a - b).map(([, letters]) => letters.join(' = '));
  const text = order.join(' > ');
  if (unacceptable === undefined) return text;
  return t('labeling.ranking_with_unacceptable', { order: text, letters: unacceptable.join(', ') });
}
