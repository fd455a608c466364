import { type Answer, answer as answerShape } from '@pairwright/contract/judgment';
import type { LocalText } from '@pairwright/contract/question-form';
import type { RowReader } from './row-reader.ts';
import { sayDetail } from './rule-details.ts';

/** What is known of a row's one comparison: the answer as if the responses were shown in the order of the row. */
export interface ImportGold {
  /** A side by its letter, where the row does not say how strongly: as an answer it depends on the question's scale. */
  readonly answer: Answer | 'a' | 'b';
  readonly explanation: LocalText | null;
  readonly exam: boolean;
}

const keys = new Set(['answer', 'explanation', 'exam']);
const longest = 4000;

/**
 * The known answer of a row: {"answer", "explanation"?, "exam"?}, or the answer's word alone. `undefined` when the row has
 * none, or there is a fault. Whether the project's question has such an answer is for whoever knows the question.
 */
export function readGold(reader: RowReader, value: unknown): ImportGold | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') {
    const answer = readAnswer(reader, '$.gold', value);
    return answer === null ? undefined : { answer, explanation: null, exam: false };
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    reader.fault('$.gold', value, 'gold_shape');
    return undefined;
  }
  const given = value as Record<string, unknown>;
  const strange = Object.keys(given).filter((key) => !keys.has(key));
  for (const key of strange) reader.fault(`$.gold.${key}`, given[key], 'gold_shape');
  const answer = readAnswer(reader, '$.gold.answer', given['answer']);
  const explanation = readExplanation(reader, given['explanation']);
  const exam = given['exam'] ?? false;
  if (typeof exam !== 'boolean') {
    reader.fault('$.gold.exam', exam, { code: 'wrong_type', rule: sayDetail('gold_exam_type') });
    return undefined;
  }
  if (answer === null || explanation === undefined || strange.length > 0) return undefined;
  return { answer, explanation, exam };
}

function readAnswer(reader: RowReader, path: string, value: unknown): ImportGold['answer'] | null {
  if (value === 'a' || value === 'b') return value;
  const parsed = answerShape.safeParse(typeof value === 'string' ? { outcome: value } : value);
  if (parsed.success) return parsed.data;
  reader.fault(path, value, 'gold_shape');
  return null;
}

/** Null: there is none. `undefined`: there is a fault. */
function readExplanation(reader: RowReader, value: unknown): LocalText | null | undefined {
  const path = '$.gold.explanation';
  if (value === undefined || value === null) return null;
  const rule = sayDetail('gold_explanation_type');
  if (typeof value === 'string') {
    const text = reader.shortText(path, value, longest);
    return text === undefined ? undefined : { en: text, 'zh-CN': text };
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    reader.fault(path, value, { code: 'wrong_type', rule });
    return undefined;
  }
  const { en, 'zh-CN': zh, ...others } = value as Record<string, unknown>;
  if (typeof en !== 'string' || typeof zh !== 'string' || Object.keys(others).length > 0) {
    reader.fault(path, value, { code: 'wrong_type', rule });
    return undefined;
  }
  const texts = [
    reader.shortText(`${path}.en`, en, longest),
    reader.shortText(`${path}.zh-CN`, zh, longest),
  ] as const;
  return texts[0] === undefined || texts[1] === undefined ? undefined : { en: texts[0], 'zh-CN': texts[1] };
}
