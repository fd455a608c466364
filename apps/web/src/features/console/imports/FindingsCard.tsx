import type { FindingPlace, ImportFindings } from '@pairwright/contract/import-findings';
import type { ImportJob } from '@pairwright/contract/imports';
import { useFormats } from '../../../i18n/format.ts';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { Card } from '../../../ui/Card.tsx';
import styles from '../shared/console.module.css';
import { EffortFigures } from './EffortFigures.tsx';

/** What a check saw in the texts, and what judging them will take. */
export function FindingsCard({ job }: { job: ImportJob }) {
  const t = useT();
  if (job.findings === null) return null;
  return (
    <Card title={t('console-imports.findings')}>
      {job.state === 'checked' ? <EffortFigures job={job} findings={job.findings} /> : null}
      <ul className={styles['notes']}>
        <Personal findings={job.findings} policy={job.personalData} />
        <SelfNaming found={job.findings.selfNaming} />
        <Near near={job.findings.nearPrompts} />
        <NearAnswers near={job.findings.nearAnswers} />
        <Languages languages={job.findings.languages} />
      </ul>
    </Card>
  );
}

function Personal({ findings, policy }: { findings: ImportFindings; policy: ImportJob['personalData'] }) {
  const t = useT();
  const placeText = usePlaceText();
  if (policy === 'refuse') return null;
  if (findings.personalData.length === 0) return <li>{t('console-imports.personal_none')}</li>;
  return findings.personalData.map(({ kind, rows, examples }) => (
    <li key={kind}>
      {t(`console-imports.personal_${kind}`, { count: rows })} <Where>{examples.map(placeText)}</Where>{' '}
      {policy === 'mask' ? t('console-imports.personal_masked') : null}
    </li>
  ));
}

function SelfNaming({ found }: { found: ImportFindings['selfNaming'] }) {
  const t = useT();
  const placeText = usePlaceText();
  if (found === null) return null;
  if (found.rows === 0) return <li>{t('console-imports.self_naming_none')}</li>;
  return (
    <li>
      {t('console-imports.self_naming', { count: found.rows })} <Where>{found.examples.map(placeText)}</Where>
    </li>
  );
}

function Near({ near }: { near: ImportFindings['nearPrompts'] }) {
  const t = useT();
  const placeText = usePlaceText();
  if (near.near === 0) return <li>{t('console-imports.near_none', { prompts: near.prompts })}</li>;
  return (
    <li>
      {t('console-imports.near', { count: near.near, prompts: near.prompts })}{' '}
      <Where>{near.examples.map(({ one, other }) => `${placeText(one)} ~ ${placeText(other)}`)}</Where>
    </li>
  );
}

function NearAnswers({ near }: { near: ImportFindings['nearAnswers'] }) {
  const t = useT();
  const placeText = usePlaceText();
  if (near === null || near.comparisons === 0) return null;
  const { comparisons } = near;
  if (near.near === 0) return <li>{t('console-imports.near_answers_none', { comparisons })}</li>;
  return (
    <li>
      {t('console-imports.near_answers', { count: near.near, comparisons })}{' '}
      <Where>{near.examples.map(placeText)}</Where>
    </li>
  );
}

function Languages({ languages }: { languages: ImportFindings['languages'] }) {
  const t = useT();
  const formats = useFormats();
  const names = new Intl.DisplayNames(useLocale(), { type: 'language' });
  if (languages.prompts === 0) return null;
  const parts = languages.found
    .slice(0, 6)
    .map(
      ({ language, prompts }) =>
        `${language === null ? t('console-imports.language_unknown') : (names.of(language) ?? language)} ${formats.percent(prompts / languages.prompts)}`,
    );
  return (
    <>
      <li>{t('console-imports.languages', { prompts: languages.prompts, list: formats.list(parts) })}</li>
      {languages.otherwise === 0 ? null : (
        <li>
          {t('console-imports.languages_otherwise', { count: languages.otherwise, named: languages.named })}
        </li>
      )}
    </>
  );
}

function Where({ children }: { children: readonly string[] }) {
  const t = useT();
  return <span className="muted">{t('console-imports.found_in', { places: children.join('; ') })}</span>;
}

function usePlaceText(): (place: FindingPlace) => string {
  const t = useT();
  return ({ file, line, row }) => {
    const where =
      row === null ? t('console-imports.place_line', { line }) : t('console-imports.place_row', { row });
    return file === null ? where : `${file}, ${where}`;
  };
}
