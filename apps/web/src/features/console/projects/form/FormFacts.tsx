import type { QuestionForm } from '@pairwright/contract/question-form';
import { useMemo } from 'react';
import { useFormats } from '../../../../i18n/format.ts';
import { useLocale, useT } from '../../../../i18n/use-i18n.ts';
import styles from './form.module.css';
import { formFacts, partFacts } from './form-facts.ts';
import type { Speaker } from './form-facts.ts';

export function useSpeaker(): Speaker {
  const t = useT();
  const locale = useLocale();
  const formats = useFormats();
  return useMemo(() => ({ t, locale, formats }), [t, locale, formats]);
}

/** What a form asks, as a list to read. */
export function FormFacts({ form }: { form: QuestionForm }) {
  const speaker = useSpeaker();
  return <Facts facts={formFacts(form, speaker)} label={speaker.t('console-question.facts')} />;
}

/** What stands beside the main question; nothing when nothing does. */
export function PartFacts({ form }: { form: QuestionForm }) {
  const speaker = useSpeaker();
  const facts = partFacts(form, speaker);
  return facts.length === 0 ? null : <Facts facts={facts} label={speaker.t('console-question.facts')} />;
}

function Facts({ facts, label }: { facts: readonly string[]; label: string }) {
  return (
    <ul className={styles['facts']} aria-label={label}>
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}
