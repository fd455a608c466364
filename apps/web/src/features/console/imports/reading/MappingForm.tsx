import type { FileColumn } from '@pairwright/contract/import-inspection';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Button } from '../../../../ui/Button.tsx';
import { Checkbox, RadioGroup, Select } from '../../../../ui/Field.tsx';
import styles from '../../shared/console.module.css';
import { answerPlaces, facts, mostAnswers, shapeOf, shapes } from './mapping-draft.ts';
import type { MappingFault, Shape } from './mapping-draft.ts';
import { type FieldsProps, itemKeys, PlaceSelect } from './PlaceSelect.tsx';
import { VoteFields } from './VoteFields.tsx';

interface Props extends FieldsProps {
  /** What is still missing. */
  fault: MappingFault | null;
}

/** Says which column is what. What is missing is said at the end, once. */
export function MappingForm({ draft, change, columns, fault }: Props) {
  const t = useT();
  return (
    <div className={styles['form']} data-mapping="">
      <PromptFields draft={draft} change={change} columns={columns} />
      <RadioGroup
        label={t('console-imports.answers_in')}
        value={draft.by}
        onChange={(by) => change({ ...draft, by })}
        options={answerPlaces.map((value) => ({
          value,
          label: t(`console-imports.answers_in_${value}`),
        }))}
      />
      {draft.by === 'columns' ? (
        <AnswerFields draft={draft} change={change} columns={columns} />
      ) : draft.by === 'list' ? (
        <ListFields draft={draft} change={change} columns={columns} />
      ) : (
        <StepFields draft={draft} change={change} columns={columns} />
      )}
      <VoteFields draft={draft} change={change} columns={columns} />
      <div className={styles['fields']}>
        {facts.map((fact) => (
          <PlaceSelect
            key={fact}
            label={t(`console-imports.place_${fact}`)}
            columns={columns}
            value={draft.facts[fact]}
            onChange={(place) => change({ ...draft, facts: { ...draft.facts, [fact]: place } })}
          />
        ))}
      </div>
      {fault === null ? null : (
        <p role="status" className="muted">
          {t(`console-imports.mapping_${fault}`)}
        </p>
      )}
    </div>
  );
}

function ShapeSelect({ value, onChange }: { value: Shape; onChange: (shape: Shape) => void }) {
  const t = useT();
  return (
    <Select
      label={t('console-imports.shape')}
      value={value}
      onChange={onChange}
      options={shapes.map((shape) => ({ value: shape, label: t(`console-imports.shape_${shape}`) }))}
    />
  );
}

function usualShape(columns: readonly FileColumn[], place: string, before: Shape): Shape {
  const column = columns.find((one) => one.place === place);
  return column === undefined ? before : shapeOf(column);
}

function PromptFields({ draft, change, columns }: FieldsProps) {
  const t = useT();
  const { prompt } = draft;
  return (
    <>
      <Checkbox
        label={t('console-imports.prompt_inside')}
        hint={t('console-imports.prompt_inside_hint')}
        checked={draft.inside}
        onChange={(inside) => change({ ...draft, inside })}
      />
      <div className={styles['fields']}>
        {draft.inside ? null : (
          <>
            <PlaceSelect
              label={t('console-imports.place_prompt')}
              columns={columns}
              value={prompt.column}
              onChange={(column) =>
                change({ ...draft, prompt: { column, as: usualShape(columns, column, prompt.as) } })
              }
            />
            <ShapeSelect
              value={prompt.as}
              onChange={(as) => change({ ...draft, prompt: { ...prompt, as } })}
            />
            {(['input', 'history'] as const).map((part) => (
              <PlaceSelect
                key={part}
                label={t(`console-imports.place_${part}`)}
                columns={columns}
                value={draft[part]}
                onChange={(place) => change({ ...draft, [part]: place })}
              />
            ))}
          </>
        )}
        <PlaceSelect
          label={t('console-imports.place_system')}
          columns={columns}
          value={draft.system}
          onChange={(system) => change({ ...draft, system })}
        />
      </div>
    </>
  );
}

function AnswerFields({ draft, change, columns }: FieldsProps) {
  const t = useT();
  const { answers } = draft;
  const put = (index: number, part: Partial<(typeof answers)[number]>) =>
    change({ ...draft, answers: answers.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  return (
    <>
      {answers.map((answer, index) => (
        // Answers have no name of their own, and none is put between others.
        <fieldset key={index} className={styles['fields']}>
          <legend className={styles['legend']}>{t('console-imports.answer_n', { n: index + 1 })}</legend>
          <PlaceSelect
            label={t('console-imports.place_answer')}
            columns={columns}
            value={answer.column}
            onChange={(column) => put(index, { column, as: usualShape(columns, column, answer.as) })}
          />
          <ShapeSelect value={answer.as} onChange={(as) => put(index, { as })} />
          <PlaceSelect
            label={t('console-imports.place_model')}
            columns={columns}
            value={answer.model}
            onChange={(model) => put(index, { model })}
          />
        </fieldset>
      ))}
      <div className={styles['actions']}>
        <Button
          disabledReason={answers.length >= mostAnswers ? t('console-imports.most_answers') : null}
          onClick={() => change({ ...draft, answers: [...answers, { column: '', as: 'text', model: '' }] })}
        >
          {t('console-imports.add_answer')}
        </Button>
        {answers.length > 1 ? (
          <Button onClick={() => change({ ...draft, answers: answers.slice(0, -1) })}>
            {t('console-imports.remove_answer', { n: answers.length })}
          </Button>
        ) : null}
      </div>
    </>
  );
}

function ListFields({ draft, change, columns }: FieldsProps) {
  const t = useT();
  const { list } = draft;
  const put = (part: Partial<typeof list>) => change({ ...draft, list: { ...list, ...part } });
  const keys = itemKeys(columns, list.column);
  return (
    <div className={styles['fields']}>
      <PlaceSelect
        label={t('console-imports.place_list')}
        columns={columns.filter(({ holds }) => holds.includes('list') || holds.includes('text'))}
        value={list.column}
        onChange={(column) => put({ column, content: '', model: '' })}
      />
      <PlaceSelect
        label={t('console-imports.key_content')}
        columns={keys}
        value={list.content}
        onChange={(content) => put({ content, as: usualShape(keys, content, list.as) })}
      />
      <ShapeSelect value={list.as} onChange={(as) => put({ as })} />
      <PlaceSelect
        label={t('console-imports.key_model')}
        columns={keys}
        value={list.model}
        onChange={(model) => put({ model })}
      />
    </div>
  );
}

/** One answer, whose steps are a list of texts. */
function StepFields({ draft, change, columns }: FieldsProps) {
  const t = useT();
  const { steps } = draft;
  return (
    <div className={styles['fields']}>
      <PlaceSelect
        label={t('console-imports.place_steps_list')}
        columns={columns.filter(({ holds }) => holds.includes('list') || holds.includes('text'))}
        value={steps.column}
        onChange={(column) => change({ ...draft, steps: { ...steps, column } })}
      />
      <PlaceSelect
        label={t('console-imports.place_model')}
        columns={columns}
        value={steps.model}
        onChange={(model) => change({ ...draft, steps: { ...steps, model } })}
      />
    </div>
  );
}
