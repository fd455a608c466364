import { type LanguagePolicy, languagePolicy } from '@pairwright/contract/import-languages';
import { type RatingVotes, ratingVotes } from '@pairwright/contract/import-ratings';
import { type PersonalDataPolicy, personalDataPolicy } from '@pairwright/contract/personal-data';
import type { Provenance } from '@pairwright/contract/provenance';
import type { MainQuestion } from '@pairwright/contract/question-form';
import { useT } from '../../../i18n/use-i18n.ts';
import { RadioGroup, TextField } from '../../../ui/Field.tsx';
import styles from '../shared/console.module.css';

/** What becomes of the texts before they are stored, and what is said of rows that do not say it themselves. */
export interface Treatment {
  readonly personalData: PersonalDataPolicy;
  readonly languages: LanguagePolicy;
  readonly ratingVotes: RatingVotes;
  /** As typed; null: nobody has typed anything. */
  readonly provenance: Provenance | null;
}

interface Props {
  treatment: Treatment;
  onTreatment: (treatment: Treatment) => void;
  /** Stands there until somebody types. */
  offered: Provenance;
  kind: MainQuestion['kind'];
}

const noProvenance: Provenance = { source: null, licence: null };

/** What was said of an import before, else what the README of its archive says. */
export function offeredProvenance(job: Provenance | null, archive: Provenance | undefined): Provenance {
  return job ?? archive ?? noProvenance;
}

const told = ({ source, licence }: Provenance): Provenance => ({
  source: source?.trim() || null,
  licence: licence?.trim() || null,
});

/** What is sent: an empty field is nothing, and fields that nobody touched are left to the server. */
export function said({ provenance, ...treatment }: Treatment) {
  return provenance === null ? treatment : { ...treatment, provenance: told(provenance) };
}

export function sameProvenance(typed: Provenance | null, before: Provenance | null): boolean {
  if (typed === null) return true;
  const { source, licence } = told(typed);
  return source === (before?.source ?? null) && licence === (before?.licence ?? null);
}

export function TreatmentFields({ treatment, onTreatment, offered, kind }: Props) {
  const t = useT();
  const shown = treatment.provenance ?? offered;
  return (
    <>
      <div className={styles['fields']}>
        {(['source', 'licence'] as const).map((field) => (
          <TextField
            key={field}
            label={t(`console-imports.of_rows_${field}`)}
            hint={t(`console-imports.of_rows_${field}_hint`)}
            maxLength={200}
            autoComplete="off"
            value={shown[field] ?? ''}
            onChange={(event) =>
              onTreatment({ ...treatment, provenance: { ...shown, [field]: event.target.value } })
            }
          />
        ))}
      </div>
      <RadioGroup
        label={t('console-imports.personal_policy')}
        value={treatment.personalData}
        onChange={(personalData) => onTreatment({ ...treatment, personalData })}
        options={personalDataPolicy.options.map((value) => ({
          value,
          label: t(`console-imports.personal_policy_${value}`),
          hint: t(`console-imports.personal_policy_${value}_hint`),
        }))}
      />
      <RadioGroup
        label={t('console-imports.language_policy')}
        value={treatment.languages}
        onChange={(languages) => onTreatment({ ...treatment, languages })}
        options={languagePolicy.options.map((value) => ({
          value,
          label: t(`console-imports.language_policy_${value}`),
          hint: t(`console-imports.language_policy_${value}_hint`),
        }))}
      />
      {kind === 'single' ? null : (
        <RadioGroup
          label={t('console-imports.rating_votes')}
          value={treatment.ratingVotes}
          onChange={(value) => onTreatment({ ...treatment, ratingVotes: value })}
          options={ratingVotes.options.map((value) => ({
            value,
            label: t(`console-imports.rating_votes_${value}`),
            hint: t(`console-imports.rating_votes_${value}_hint`),
          }))}
        />
      )}
    </>
  );
}
