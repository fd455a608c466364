import type { LocalText, MainQuestion, QuestionForm } from '@pairwright/contract/question-form';
import type { Formats } from '../../../../i18n/format.ts';
import type { Locale } from '../../../../i18n/locales.ts';
import type { Translate } from '../../../../i18n/use-i18n.ts';

/** How texts of a form are said. */
export interface Speaker {
  readonly t: Translate;
  readonly locale: Locale;
  readonly formats: Formats;
}

/** More names than this are counted instead of told. */
const fewNames = 5;

/** What a form asks, in short sentences: its main question first, then each part that is on. */
export function formFacts(form: QuestionForm, speaker: Speaker): string[] {
  return [mainFact(form.main, speaker), ...partFacts(form, speaker)];
}

/** The main question in one line, with what may be answered beside it. */
export function mainFact(main: MainQuestion, speaker: Speaker): string {
  const { t } = speaker;
  if (main.kind === 'pair') {
    const { scale } = main;
    const beside = [
      scale.allowTie ? t('console-question.fact_tie') : null,
      scale.allowBothBad ? t('console-question.fact_both_bad') : null,
      scale.allowCannotJudge ? t('console-question.fact_cannot_judge') : null,
      main.levels === null ? null : t('console-question.fact_levels'),
    ];
    return joined([t('console-question.fact_pair', { points: scale.points }), ...beside], speaker);
  }
  const cannotJudge = main.allowCannotJudge ? t('console-question.fact_cannot_judge') : null;
  if (main.kind === 'rank') {
    const what =
      main.topK === null
        ? t('console-question.fact_rank')
        : t('console-question.fact_rank_top', { count: main.topK });
    const ties = main.allowTies ? t('console-question.fact_tie') : null;
    const tray = main.allowUnacceptable ? t('console-question.fact_unacceptable') : null;
    return joined([what, ties, tray, cannotJudge], speaker);
  }
  const first = main.stopAtFirstError && main.ask === 'steps' ? t('console-question.fact_first_error') : null;
  return joined([t(`console-question.fact_${main.ask}`), first, cannotJudge], speaker);
}

/** The parts beside the main question, one line each. */
export function partFacts(form: QuestionForm, speaker: Speaker): string[] {
  const { t } = speaker;
  const counted = (kind: 'criteria' | 'ratings' | 'flags'): string | null => {
    const count = form[kind].length;
    return count === 0
      ? null
      : t(`console-question.fact_${kind}`, { count, names: namesOf(form[kind], speaker) });
  };
  const facts = [
    counted('criteria'),
    counted('ratings'),
    counted('flags'),
    safetyFact(form, t),
    ...rationaleFacts(form, t),
    form.spans.length === 0
      ? null
      : t('console-question.fact_spans', { names: namesOf(form.spans, speaker) }),
    form.rewrite === 'off' ? null : t(`console-question.fact_rewrite_${form.rewrite}`),
    form.scope === 'last_turn' ? null : t(`console-question.fact_scope_${form.scope}`),
    form.allowDiff ? null : t('console-question.fact_no_diff'),
  ];
  return facts.filter((fact) => fact !== null);
}

function safetyFact(form: QuestionForm, t: Translate): string | null {
  if (form.safety === null) return null;
  return t(form.safety.required ? 'console-question.fact_safety' : 'console-question.fact_safety_optional');
}

function rationaleFacts({ rationale }: QuestionForm, t: Translate): (string | null)[] {
  const { mode, reasons, reasonRequired } = rationale;
  const key = reasonRequired ? 'console-question.fact_reason_required' : 'console-question.fact_reasons';
  return [
    mode === 'required' ? t('console-question.fact_comment_required') : null,
    mode === 'off' ? t('console-question.fact_comment_off') : null,
    reasons.length === 0 ? null : t(key, { count: reasons.length }),
  ];
}

function namesOf(items: readonly { label: LocalText }[], { t, locale, formats }: Speaker): string {
  const names = items.map((item) => item.label[locale]);
  if (names.length <= fewNames) return formats.list(names);
  const told = names.slice(0, fewNames - 1);
  return t('console-question.fact_and_more', {
    names: told.join(t('console-question.comma')),
    count: names.length - told.length,
  });
}

/** The main thing, and what goes with it. */
function joined(parts: readonly (string | null)[], { t, formats }: Speaker): string {
  const [what = '', ...beside] = parts.filter((part) => part !== null);
  return beside.length === 0 ? what : t('console-question.fact_with', { what, beside: formats.list(beside) });
}

/** One line for each part that a form has or has not, always in the same order: to be compared. */
export function singleFacts(form: QuestionForm, { t }: Speaker): string[] {
  const { rationale } = form;
  return [
    safetyFact(form, t) ?? t('console-question.fact_no_safety'),
    rationale.mode === 'required' && rationale.minLength > 0
      ? t('console-question.fact_comment_least', { count: rationale.minLength })
      : t(`console-question.fact_comment_${rationale.mode}`),
    t(rationale.reasonRequired ? 'console-question.fact_one_reason' : 'console-question.fact_any_reason'),
    t(`console-question.fact_rewrite_${form.rewrite}`),
    t(`console-question.fact_scope_${form.scope}`),
    t(form.allowDiff ? 'console-question.fact_diff' : 'console-question.fact_no_diff'),
  ];
}
