import type { Scale } from '@pairwright/contract/question-form';
import { useT } from '../../../i18n/use-i18n.ts';
import { Checkbox, Select, TextField } from '../../../ui/Field.tsx';
import styles from '../shared/console.module.css';
import { withPoints } from './question-draft.ts';
import { ScalePreview } from './ScalePreview.tsx';
import type { QuestionDraft } from './question-draft.ts';

interface Props {
  draft: QuestionDraft;
  onDraft: (draft: QuestionDraft) => void;
  /** By field of the draft: `text.en`, `form.main.scale.points`. */
  faults: Readonly<Record<string, string>>;
  /** Empty texts are said to be missing. */
  tried: boolean;
}

const pointChoices = ['2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** What is asked, in both languages, and on which scale. */
export function QuestionFields({ draft, onDraft, faults, tried }: Props) {
  const t = useT();
  const { form, text } = draft;
  const missing = (value: string): string | null =>
    tried && value.trim() === '' ? t('console.required') : null;
  const { main } = form;
  return (
    <>
      <TextField
        label={t('console-projects.question_en')}
        lang="en"
        maxLength={500}
        required
        value={text.en}
        error={missing(text.en) ?? faults['text.en']}
        onChange={(event) => onDraft({ ...draft, text: { ...text, en: event.target.value } })}
      />
      <TextField
        label={t('console-projects.question_zh')}
        lang="zh-CN"
        maxLength={500}
        required
        value={text['zh-CN']}
        error={missing(text['zh-CN']) ?? faults['text.zh-CN']}
        onChange={(event) => onDraft({ ...draft, text: { ...text, 'zh-CN': event.target.value } })}
      />
      {main.kind === 'pair' ? (
        <ScaleFields
          scale={main.scale}
          faults={faults}
          onScale={(scale) => onDraft({ ...draft, form: { ...form, main: { ...main, scale } } })}
        />
      ) : null}
    </>
  );
}

interface ScaleProps {
  scale: Scale;
  onScale: (scale: Scale) => void;
}

function ScaleFields({ scale, onScale, faults }: ScaleProps & Pick<Props, 'faults'>) {
  const t = useT();
  const odd = scale.points % 2 === 1;
  return (
    <>
      <div className={styles['fields']}>
        <Select
          label={t('console-projects.points')}
          hint={t(odd ? 'console-projects.points_odd' : 'console-projects.points_even')}
          value={String(scale.points)}
          error={faults['form.main.scale.points'] ?? faults['form.main.scale.allowTie']}
          options={pointChoices.map((value) => ({ value, label: value }))}
          onChange={(value) => onScale(withPoints(scale, Number(value)))}
        />
        <BesideScale scale={scale} onScale={onScale} />
      </div>
      <div>
        <p className="muted">{t('console-projects.scale_preview')}</p>
        <ScalePreview scale={scale} />
      </div>
    </>
  );
}

/** Answers that are not points of the scale. */
function BesideScale({ scale, onScale }: ScaleProps) {
  const t = useT();
  const odd = scale.points % 2 === 1;
  return (
    <fieldset>
      <legend className={styles['legend']}>{t('console-projects.beside_scale')}</legend>
      {odd ? null : (
        <Checkbox
          label={t('console-projects.allow_tie')}
          checked={scale.allowTie}
          onChange={(allowTie) => onScale({ ...scale, allowTie })}
        />
      )}
      <Checkbox
        label={t('console-projects.allow_both_bad')}
        checked={scale.allowBothBad}
        onChange={(allowBothBad) => onScale({ ...scale, allowBothBad })}
      />
      <Checkbox
        label={t('console-projects.allow_cannot_judge')}
        checked={scale.allowCannotJudge}
        onChange={(allowCannotJudge) => onScale({ ...scale, allowCannotJudge })}
      />
    </fieldset>
  );
}
