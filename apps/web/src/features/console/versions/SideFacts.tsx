import type { DiffSide } from '@pairwright/contract/version-diff';
import { lookAlikesOfKinds } from '@pairwright/domain/names/skeleton';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import shared from '../shared/console.module.css';
import { Name } from '../shared/Name.tsx';
import { labelOfSide } from './label-of-side.ts';
import styles from './versions.module.css';

/** A row as a version has it: which response, how strongly, in which part. */
export function SideFacts({ side }: { side: DiffSide }) {
  const t = useT();
  const formats = useFormats();
  const rounded = (value: number) => formats.number(Math.round(value * 1000) / 1000);
  const { kind } = side;
  const isTwin = lookAlikesOfKinds(
    [side.chosen, side.rejected].flatMap((response) => (response === null ? [] : [response.model])),
  );
  const isPreference = kind === 'preference';
  return (
    <dl className={shared['facts']}>
      {kind === 'preference' ? null : (
        <>
          <dt>{t('console-versions.field_label')}</dt>
          <dd>{labelOfSide({ kind, detail: side.detail }, t, formats)}</dd>
        </>
      )}
      <dt>{t(isPreference ? 'console-versions.chosen' : 'console-versions.response')}</dt>
      <dd>
        <Response response={side.chosen} isTwin={isTwin} />
      </dd>
      {side.rejected === null ? null : (
        <>
          <dt>{t(isPreference ? 'console-versions.rejected' : 'console-versions.response')}</dt>
          <dd>
            <Response response={side.rejected} isTwin={isTwin} />
          </dd>
        </>
      )}
      <dt>{t('console-versions.field_margin')}</dt>
      <dd>{rounded(side.margin)}</dd>
      <dt>{t('console-versions.field_weight')}</dt>
      <dd>{rounded(side.weight)}</dd>
      <dt>{t('console-versions.agreement')}</dt>
      <dd>{side.agreement === null ? '–' : formats.percent(side.agreement)}</dd>
      <dt>{t('console-versions.judgments')}</dt>
      <dd>{formats.number(side.judgments)}</dd>
      <dt>{t('console-versions.field_split')}</dt>
      <dd>
        <bdi>{side.split}</bdi>
      </dd>
    </dl>
  );
}

function Response({
  response,
  isTwin,
}: {
  response: DiffSide['chosen'];
  isTwin: (model: string) => boolean;
}) {
  return (
    <>
      <span className={styles['model']}>
        <Name text={response.model} isTwin={isTwin(response.model)} />
      </span>
      <bdi dir="auto" className={styles['excerpt']}>
        {response.excerpt}
      </bdi>
    </>
  );
}
