import type { Locale } from '../../../i18n/locales.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { TextArea } from '../../../ui/Field.tsx';

type Texts = Record<Locale, string>;

export const noExplanation: Texts = { en: '', 'zh-CN': '' };

export function isBlank(text: string): boolean {
  return text.trim() === '';
}

interface ExplanationsProps {
  texts: Texts;
  /** Blank ones are marked as missing. */
  tried: boolean;
  hint?: string;
  onChange: (texts: Texts) => void;
}

/** Why an answer is expected, in both languages. */
export function Explanations({ texts, tried, hint, onChange }: ExplanationsProps) {
  const t = useT();
  return (['en', 'zh-CN'] as const).map((language) => (
    <TextArea
      key={language}
      label={t(`console-practice.explanation_${language}`)}
      {...(hint === undefined ? {} : { hint })}
      rows={2}
      maxLength={4000}
      value={texts[language]}
      error={tried && isBlank(texts[language]) ? t('console.required') : null}
      onChange={(event) => onChange({ ...texts, [language]: event.target.value })}
    />
  ));
}
