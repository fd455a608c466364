import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import type { Column } from '../../../../ui/Table.tsx';
import { HardestList } from './HardestList.tsx';
import type { Scale } from './ScaleCards.tsx';

type Hard = Scale['hardest']['comparisons'][number];

interface Props {
  projectId: string;
  title: string;
  scale: Scale;
}

/** What people are furthest apart on. */
export function ScaleHardestCard({ projectId, title, scale }: Props) {
  const t = useT();
  const formats = useFormats();
  const { comparisons, disputed } = scale.hardest;
  const columns: Column<Hard>[] = [
    {
      key: 'apart',
      header: t('console-quality.apart'),
      align: 'end',
      cell: ({ apart }) => formats.percent(apart),
    },
    {
      key: 'votes',
      header: t('console-quality.judgments'),
      align: 'end',
      cell: ({ votes }) => formats.number(votes),
    },
  ];
  const spread: Column<Hard> = {
    key: 'spread',
    header: t('console-quality.spread_of_values'),
    align: 'end',
    cell: (row) => (row.spread === null ? '–' : formats.number(row.spread)),
  };
  return (
    <HardestList<Hard>
      projectId={projectId}
      title={title}
      how={<p>{t('console-quality.scale_hardest_how')}</p>}
      csv={csvOf(scale)}
      comparisons={comparisons}
      disputed={disputed}
      sharedBy={scale.shared}
      columns={scale.what === 'rating' ? [...columns, spread] : columns}
    />
  );
}

function csvOf({ hardest }: Scale) {
  return [
    ['comparison', 'prompt', 'apart', 'judgments', 'spread'],
    ...hardest.comparisons.map(({ id, promptExcerpt, apart, votes, spread }) => [
      id,
      promptExcerpt,
      apart,
      votes,
      spread,
    ]),
  ];
}
