import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { useEstimate } from '../use-estimate.ts';
import { HardestList } from './HardestList.tsx';
import type { Agreement } from './QualityPage.tsx';

type Hard = Agreement['hardest']['comparisons'][number];

/** What people disagree about most: where guidelines or the question may be unclear. */
export function HardestCard({ projectId, said }: { projectId: string; said: Agreement }) {
  const t = useT();
  const formats = useFormats();
  const { number } = useEstimate();
  const { comparisons, disputed } = said.hardest;
  const votesOf = ({ votes }: Hard): string =>
    formats.list(
      said.direction.labels.flatMap((label, at) =>
        votes[at] === 0
          ? []
          : [
              t('console-quality.votes_for', {
                votes: votes[at]!,
                label: t(`console-quality.label_${label}`),
              }),
            ],
      ),
    );
  return (
    <HardestList<Hard>
      projectId={projectId}
      title={t('console-quality.hardest')}
      how={<p>{t('console-quality.hardest_how', { max: number(Math.LN2) })}</p>}
      csv={csvOf(said)}
      comparisons={comparisons}
      disputed={disputed}
      sharedBy={said.shared}
      columns={[
        { key: 'votes', header: t('console-quality.votes'), cell: votesOf },
        {
          key: 'entropy',
          header: t('console-quality.entropy'),
          align: 'end',
          cell: ({ entropy }) => number(entropy),
        },
        {
          key: 'spread',
          header: t('console-quality.spread'),
          align: 'end',
          cell: ({ spread }) => (spread === null ? '–' : formats.number(spread)),
        },
      ]}
    />
  );
}

function csvOf({ hardest, direction }: Agreement) {
  return [
    ['comparison', 'prompt', ...direction.labels, 'entropy', 'spread'],
    ...hardest.comparisons.map(({ id, promptExcerpt, votes, entropy, spread }) => [
      id,
      promptExcerpt,
      ...votes,
      entropy,
      spread,
    ]),
  ];
}
