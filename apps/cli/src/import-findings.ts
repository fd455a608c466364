import { counted } from '@pairwright/domain/counted';
import type { FindingPlace, ImportFindings } from '@pairwright/contract/import-findings';
import type { ImportJob } from '@pairwright/contract/imports';

/** What a check saw in the texts, a sentence each. */
export function tellFindings({
  personalData,
  selfNaming,
  nearPrompts,
  nearAnswers,
  languages,
  readingSeconds,
}: ImportFindings): string[] {
  const lines = personalData.map(
    ({ kind, rows, examples }) =>
      `Personal data (${kind}) in ${counted(rows, 'row')}: ${examples.map(placeOf).join('; ')}`,
  );
  if (personalData.length === 0) lines.push('No personal data was found.');
  if (selfNaming !== null && selfNaming.rows > 0)
    lines.push(
      `Answers that tell which model wrote them in ${counted(selfNaming.rows, 'row')}: ${selfNaming.examples.map(placeOf).join('; ')}`,
    );
  lines.push(
    `${nearPrompts.near} of ${counted(nearPrompts.prompts, 'prompt')} ${nearPrompts.near === 1 ? 'is' : 'are'} nearly the same as an earlier one` +
      (nearPrompts.near === 0
        ? '.'
        : `: ${nearPrompts.examples.map(({ one, other }) => `${placeOf(one)} ~ ${placeOf(other)}`).join('; ')}`),
  );
  if (nearAnswers !== null && nearAnswers.near > 0)
    lines.push(
      `Answers that are nearly the same in ${nearAnswers.near} of ${counted(nearAnswers.comparisons, 'comparison')}: ${nearAnswers.examples.map(placeOf).join('; ')}`,
    );
  const found = languages.found.map(
    ({ language, prompts }) =>
      `${language ?? 'not clear'} ${((100 * prompts) / languages.prompts).toFixed(1)} %`,
  );
  if (found.length > 0)
    lines.push(`Languages of the first ${counted(languages.prompts, 'prompt')}: ${found.join(', ')}`);
  if (languages.otherwise > 0)
    lines.push(
      `${languages.otherwise} of ${counted(languages.named, 'prompt')} ${languages.otherwise === 1 ? 'names another language than its text has' : 'name another language than their text has'}.`,
    );
  if (readingSeconds !== null)
    lines.push(`Reading a comparison takes about ${Math.round(readingSeconds)} s.`);
  return lines;
}

/** How many new prompts name no language, by what was detected in them. */
export function tellDetected({ languagesDetected }: Pick<ImportJob, 'languagesDetected'>): string {
  const prompts = languagesDetected.reduce((sum, each) => sum + each.prompts, 0);
  const found = languagesDetected.map((each) => `${each.language ?? 'not clear'} ${each.prompts}`);
  return `Languages detected in ${counted(prompts, 'new prompt that names', 'new prompts that name')} none: ${found.join(', ')}`;
}

function placeOf({ file, line, row }: FindingPlace): string {
  return [file, row === null ? `line ${line}` : `row ${row}`].filter((part) => part !== null).join(' ');
}
