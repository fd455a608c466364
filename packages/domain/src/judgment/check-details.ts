import { sliceCodePoints } from './code-points.ts';
import type { Checked, Fault } from './checked.ts';

/** Faults of the parts beside the main answer. */
export function checkDetails(checked: Checked): void {
  const { form, details, fault } = checked;
  checkKeys(form.criteria, 'criteria', keysOf(details.criteria, fault));
  checkKeys(form.ratings, 'ratings', keysOf(details.ratings, fault));
  checkKeys(form.flags, 'flags', keysOf(details.flags, fault));
  checkKeys(
    form.rationale.reasons,
    'reasons',
    keysOf(
      details.reasons.map((key) => ({ key })),
      fault,
    ),
  );
  checkCriteria(checked);
  checkRatings(checked);
  checkFlags(checked);
  checkSafety(checked);
  checkSpans(checked);
  checkRewrite(checked);
}

interface Keys {
  given: readonly { key: string; place?: number }[];
  fault: Fault;
}

function keysOf(given: Keys['given'], fault: Fault): Keys {
  return { given, fault };
}

/** Keys are of the form, and each is used once for a response. */
function checkKeys(asked: readonly { key: string }[], part: string, { given, fault }: Keys): void {
  const seen = new Set<string>();
  given.forEach(({ key, place }, index) => {
    const path = `body.details.${part}[${index}]`;
    if (!asked.some((known) => known.key === key)) fault(path, key, 'the question has no such part');
    const which = `${key} ${place ?? ''}`;
    if (seen.has(which)) fault(path, key, 'it is answered once');
    seen.add(which);
  });
}

function checkPlace(path: string, place: number, { texts, fault }: Checked): void {
  if (place >= texts.length) fault(path, place, `there are ${texts.length} responses, from 0`);
}

function checkCriteria({ form, details, fault }: Checked): void {
  details.criteria.forEach(({ key, position }, index) => {
    const criterion = form.criteria.find((part) => part.key === key);
    if (criterion === undefined) return;
    const path = `body.details.criteria[${index}].position`;
    if (position === null ? !criterion.allowNotApplicable : position > criterion.points)
      fault(path, position, `the criterion has the positions 1 to ${criterion.points}`);
  });
}

function checkRatings(checked: Checked): void {
  checked.details.ratings.forEach(({ key, place, value }, index) => {
    const rating = checked.form.ratings.find((part) => part.key === key);
    const path = `body.details.ratings[${index}]`;
    if (rating !== undefined && (value < rating.min || value > rating.max))
      checked.fault(`${path}.value`, value, `the rating goes from ${rating.min} to ${rating.max}`);
    checkPlace(`${path}.place`, place, checked);
  });
}

function checkFlags(checked: Checked): void {
  checked.details.flags.forEach(({ key, place, severity }, index) => {
    const flag = checked.form.flags.find((part) => part.key === key);
    const path = `body.details.flags[${index}]`;
    checkPlace(`${path}.place`, place, checked);
    const severities = flag?.severities.length ?? 0;
    if (flag === undefined) return;
    if (severities === 0 && severity !== null)
      checked.fault(`${path}.severity`, severity, 'this flag has no severities');
    if (severities > 0 && (severity === null || severity > severities))
      checked.fault(`${path}.severity`, severity, `the severity goes from 1 to ${severities}`);
  });
}

function checkSafety({ form, details: { safe }, texts, fault }: Checked): void {
  if (safe === null) return;
  const path = 'body.details.safe';
  if (form.safety === null) fault(path, safe, 'the question does not ask for safety');
  else if (safe.length !== texts.length)
    fault(path, safe, `there is a value for each of the ${texts.length} responses`);
}

function checkSpans({ form, details, texts, fault }: Checked): void {
  details.spans.forEach(({ place, message, start, end, quote, label }, index) => {
    const path = `body.details.spans[${index}]`;
    const content = texts[place]?.[message] ?? null;
    if (!form.spans.some((known) => known.key === label))
      fault(`${path}.label`, label, 'the question has no such label');
    if (content === null) fault(path, place, 'there is no such message in the responses');
    else if (end <= start || sliceCodePoints(content, start, end) !== quote)
      fault(path, quote, 'quote is the text from start to end, counted in Unicode code points');
  });
}

function checkRewrite(checked: Checked): void {
  const { form, details, texts, fault } = checked;
  const { rewrite } = details;
  if (rewrite === null) return;
  const path = 'body.details.rewrite';
  if (form.rewrite === 'off') fault(path, rewrite.content, 'the question asks for no rewrite');
  if (rewrite.place === null) return;
  checkPlace(`${path}.place`, rewrite.place, checked);
  if (texts[rewrite.place]?.at(-1) === rewrite.content)
    fault(`${path}.content`, rewrite.content, 'a rewrite differs from the response it was made from');
}
