import type { Fault } from '@pairwright/contract/errors';
import { explainProblem, faultSentence, problemCode } from '../../../api/problem.ts';
import type { Translate } from '../../../i18n/use-i18n.ts';

/** Faults of a refused form by the field they belong to: `body.question.text.en` is the field `question.text.en`. */
export function faultsByField(error: unknown, t: Translate): Readonly<Record<string, string>> {
  if (error === null) return {};
  const found: Record<string, string> = {};
  for (const fault of explainProblem(error, t).faults) {
    const field = fault.path.replace(/^body\.?/, '');
    found[field] ??= faultText(fault, t);
  }
  return found;
}

export function faultText(fault: Fault, t: Translate): string {
  const own = faultSentence(fault, t);
  if (own !== undefined) return own;
  return fault.fix === undefined
    ? t('console.fault', { rule: fault.rule })
    : t('console.fault_fix', { rule: fault.rule, fix: fault.fix });
}

/** Whether a refusal is already said in full beside the named fields. */
export function isSaidInline(
  error: unknown,
  faults: Readonly<Record<string, string>>,
  fields: readonly string[],
): boolean {
  const paths = Object.keys(faults);
  return (
    problemCode(error) === 'invalid_request' &&
    paths.length > 0 &&
    paths.every((path) => fields.includes(path))
  );
}
