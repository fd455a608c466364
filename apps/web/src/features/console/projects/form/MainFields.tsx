import type { MainQuestion } from '@pairwright/contract/question-form';
import { useRef } from 'react';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Checkbox, RadioGroup, Select } from '../../../../ui/Field.tsx';
import type { Editing } from './editing.ts';
import styles from './form.module.css';
import { firstMain } from './form-draft.ts';
import { PairFields } from './PairFields.tsx';

type Kind = MainQuestion['kind'];
const kinds: readonly Kind[] = ['pair', 'rank', 'single'];

/** What kind of question it is, and how it is answered. */
export function MainFields({ editing }: { editing: Editing }) {
  const t = useT();
  const { form, onForm } = editing;
  const { main } = form;
  // Another kind and back again finds what was there.
  const remembered = useRef<Partial<Record<Kind, MainQuestion>>>({});
  const onMain = (next: MainQuestion) => onForm((now) => ({ ...now, main: next }));
  const choose = (kind: Kind) => {
    remembered.current[main.kind] = main;
    onMain(remembered.current[kind] ?? firstMain[kind]);
  };
  return (
    <div className={styles['list']}>
      <RadioGroup
        label={t('console-question.kind')}
        value={main.kind}
        options={kinds.map((kind) => ({
          value: kind,
          label: t(`console-question.kind_${kind}`),
          hint: t(`console-question.kind_${kind}_hint`),
        }))}
        onChange={choose}
      />
      {main.kind === 'pair' ? <PairFields main={main} onMain={onMain} faults={editing.faults} /> : null}
      {main.kind === 'rank' ? <RankFields main={main} onMain={onMain} /> : null}
      {main.kind === 'single' ? <SingleFields main={main} onMain={onMain} /> : null}
    </div>
  );
}

interface MainProps<Main extends MainQuestion> {
  main: Main;
  onMain: (main: Main) => void;
}

type Rank = Extract<MainQuestion, { kind: 'rank' }>;
const tops = ['all', '1', '2', '3', '4', '5', '6', '7', '8'] as const;

function RankFields({ main, onMain }: MainProps<Rank>) {
  const t = useT();
  return (
    <div className={styles['pairOfFields']}>
      <Select
        label={t('console-question.top_k')}
        hint={t('console-question.top_k_hint')}
        value={tops.find((top) => top === String(main.topK ?? 'all')) ?? 'all'}
        options={tops.map((value) => ({
          value,
          label: value === 'all' ? t('console-question.top_all') : value,
        }))}
        onChange={(value) => onMain({ ...main, topK: value === 'all' ? null : Number(value) })}
      />
      <fieldset>
        <legend className={styles['legend']}>{t('console-question.allowed')}</legend>
        <Checkbox
          label={t('console-question.allow_ties')}
          checked={main.allowTies}
          onChange={(allowTies) => onMain({ ...main, allowTies })}
        />
        <Checkbox
          label={t('console-question.allow_unacceptable')}
          hint={t('console-question.allow_unacceptable_hint')}
          checked={main.allowUnacceptable}
          onChange={(allowUnacceptable) => onMain({ ...main, allowUnacceptable })}
        />
        <CannotJudgeField main={main} onMain={onMain} />
      </fieldset>
    </div>
  );
}

type Single = Extract<MainQuestion, { kind: 'single' }>;
const asks = ['thumbs', 'rating', 'steps'] as const;

function SingleFields({ main, onMain }: MainProps<Single>) {
  const t = useT();
  return (
    <div className={styles['pairOfFields']}>
      <RadioGroup
        label={t('console-question.ask')}
        value={main.ask}
        options={asks.map((ask) => ({
          value: ask,
          label: t(`console-question.ask_${ask}`),
          hint: t(`console-question.ask_${ask}_hint`),
        }))}
        onChange={(ask) => onMain({ ...main, ask })}
      />
      <fieldset>
        <legend className={styles['legend']}>{t('console-question.allowed')}</legend>
        {main.ask === 'steps' ? (
          <Checkbox
            label={t('console-question.stop_at_error')}
            checked={main.stopAtFirstError}
            onChange={(stopAtFirstError) => onMain({ ...main, stopAtFirstError })}
          />
        ) : null}
        <CannotJudgeField main={main} onMain={onMain} />
      </fieldset>
    </div>
  );
}

function CannotJudgeField<Main extends Rank | Single>({ main, onMain }: MainProps<Main>) {
  const t = useT();
  return (
    <Checkbox
      label={t('console-projects.allow_cannot_judge')}
      checked={main.allowCannotJudge}
      onChange={(allowCannotJudge) => onMain({ ...main, allowCannotJudge })}
    />
  );
}
