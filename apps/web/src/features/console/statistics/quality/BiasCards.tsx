import type { ReactNode } from 'react';
import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { type Rows, RowsLink } from '../../shared/RowsLink.tsx';
import { ChartCard } from '../ChartCard.tsx';
import { EstimateTable, estimateCells } from '../EstimateTable.tsx';
import { IntervalRows, type IntervalRow } from '../IntervalRows.tsx';
import { hasEnough } from '../use-figure.ts';
import type { Agreement } from './QualityPage.tsx';

type Bias = Agreement['bias'];

const preferences: Rows = { outcome: 'preference' };
/** `above`: the longer answer over the shorter. */
const byLength = (above: number, upTo: number | null): Rows => ({
  ...preferences,
  length: `${above},${upTo ?? ''}`,
});

/** What preferences go with beside the content. */
export function BiasCards({ bias }: { bias: Bias }) {
  const t = useT();
  const formats = useFormats();
  const sides: IntervalRow[] = [
    { key: 'left', name: t('console-quality.bias_left'), estimate: bias.left, rows: preferences },
    { key: 'longer', name: t('console-quality.bias_longer'), estimate: bias.longer, rows: byLength(1, null) },
    ...bias.formatting.map(({ name, more }) => ({
      key: name,
      name: t(`console-quality.bias_${name}`),
      estimate: more,
      rows: { ...preferences, formatting: name },
    })),
  ];
  const lengths = bias.length.map(({ above, upTo, longer }): IntervalRow => {
    const [from, to] = [formats.number(above), upTo === null ? null : formats.number(upTo)];
    return {
      key: `${above}-${upTo ?? ''}`,
      name:
        to === null
          ? t('console-quality.ratio_above', { above: from })
          : t('console-quality.ratio', { above: from, upTo: to }),
      estimate: longer,
      rows: byLength(above, upTo),
    };
  });
  return (
    <>
      <ShareCard
        title={t('console-quality.bias')}
        name="bias"
        how={<p>{t('console-quality.bias_how')}</p>}
        rows={sides}
      >
        {bias.leftP === null || !hasEnough(bias.left) ? null : (
          <p className="muted">
            <RowsLink rows={preferences}>
              {t('console-quality.bias_p', { p: probability(formats.number, bias.leftP) })}
            </RowsLink>
          </p>
        )}
        {bias.textMissing === 0 ? null : (
          <p className="muted">
            <RowsLink rows={{ ...preferences, texts: 'missing' }}>
              {t('console-quality.text_missing', { votes: bias.textMissing })}
            </RowsLink>
          </p>
        )}
      </ShareCard>
      <ShareCard
        title={t('console-quality.length')}
        name="length"
        how={<p>{t('console-quality.length_how')}</p>}
        rows={lengths}
      />
    </>
  );
}

function probability(number: (value: number) => string, p: number): string {
  return p < 0.001 ? `< ${number(0.001)}` : `= ${number(Math.round(p * 1_000) / 1_000)}`;
}

interface ShareProps {
  title: string;
  name: string;
  how: ReactNode;
  rows: readonly IntervalRow[];
  children?: ReactNode;
}

function ShareCard({ title, name, how, rows, children }: ShareProps) {
  const t = useT();
  return (
    <ChartCard
      title={title}
      how={how}
      csv={{ name, rows: estimateCells(rows) }}
      chart={<IntervalRows rows={rows} domain={[0, 1]} format="percent" reference={0.5} />}
      table={
        <EstimateTable
          title={title}
          rows={rows}
          nameHeader={t('console-quality.preference_for')}
          nHeader={t('console-quality.preferences')}
          format="percent"
        />
      }
    >
      {children}
    </ChartCard>
  );
}
