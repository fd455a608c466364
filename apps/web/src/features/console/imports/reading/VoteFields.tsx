import { useT } from '../../../../i18n/use-i18n.ts';
import { RadioGroup, Select, TextField } from '../../../../ui/Field.tsx';
import styles from '../../shared/console.module.css';
import { outcomes, voteKinds } from './mapping-draft.ts';
import { type FieldsProps, PlaceSelect } from './PlaceSelect.tsx';

/** What of the rows is a past judgment, and who gave it. */
export function VoteFields({ draft, change, columns }: FieldsProps) {
  const t = useT();
  return (
    <>
      <RadioGroup
        label={t('console-imports.vote')}
        value={draft.vote}
        onChange={(vote) => change({ ...draft, vote })}
        options={voteKinds.map((value) => ({ value, label: t(`console-imports.vote_${value}`) }))}
      />
      {draft.vote === 'none' ? null : (
        <>
          {draft.vote === 'winner' ? <Words draft={draft} change={change} columns={columns} /> : null}
          {draft.vote === 'strength' ? <Strength draft={draft} change={change} columns={columns} /> : null}
          <div className={styles['fields']}>
            <PlaceSelect
              label={t('console-imports.place_annotator')}
              columns={columns}
              value={draft.annotator}
              onChange={(annotator) => change({ ...draft, annotator })}
            />
            <Select
              label={t('console-imports.judged_by')}
              value={draft.judge}
              onChange={(judge) => change({ ...draft, judge })}
              options={(['', 'human', 'model'] as const).map((value) => ({
                value,
                label: t(`console-imports.judged_by_${value === '' ? 'unknown' : value}`),
              }))}
            />
          </div>
        </>
      )}
    </>
  );
}

/** Which words of the column mean what: those of the file are shown, none is guessed. */
function Words({ draft, change, columns }: FieldsProps) {
  const t = useT();
  const found = columns.find(({ place }) => place === draft.voteColumn)?.values ?? [];
  return (
    <div className={styles['fields']}>
      <PlaceSelect
        label={t('console-imports.place_winner')}
        columns={columns}
        value={draft.voteColumn}
        onChange={(voteColumn) => change({ ...draft, voteColumn })}
      />
      {outcomes.map((outcome) => (
        <TextField
          key={outcome}
          label={t(`console-imports.word_${outcome}`)}
          {...(outcome === 'a' && found.length > 0
            ? { hint: t('console-imports.words_found', { words: found.join(', ') }) }
            : {})}
          autoComplete="off"
          value={draft.values[outcome]}
          onChange={(event) =>
            change({ ...draft, values: { ...draft.values, [outcome]: event.target.value } })
          }
        />
      ))}
    </div>
  );
}

function Strength({ draft, change, columns }: FieldsProps) {
  const t = useT();
  return (
    <div className={styles['fields']}>
      <PlaceSelect
        label={t('console-imports.place_strength')}
        columns={columns}
        value={draft.voteColumn}
        onChange={(voteColumn) => change({ ...draft, voteColumn })}
      />
      <Select
        label={t('console-imports.negative')}
        value={draft.negative}
        onChange={(negative) => change({ ...draft, negative })}
        options={(['first', 'second'] as const).map((value) => ({
          value,
          label: t(`console-imports.negative_${value}`),
        }))}
      />
      <TextField
        label={t('console-imports.strongest')}
        inputMode="decimal"
        value={draft.strongest}
        onChange={(event) => change({ ...draft, strongest: event.target.value })}
      />
    </div>
  );
}
