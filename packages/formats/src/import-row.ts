import type { Message } from '@pairwright/contract/shapes';
import { importFault, maxFaultsPerRow, type FaultDetail, type ImportFault } from './import-faults.ts';
import { readGold } from './import-gold.ts';
import { checkTags, readJudgeTurn, readSensitive } from './import-marks.ts';
import { readPairResponses, readPrompt, readResponses } from './import-responses.ts';
import {
  defaultRowOptions,
  type ImportResponse,
  type ImportRow,
  type Metadata,
  type RowOptions,
  type RowNotes,
  type RowResult,
} from './import-types.ts';
import { readVotes } from './import-votes.ts';
import { inspectJsonRow, parseJsonRow } from './json-row.ts';
import { childPath } from './json-scan.ts';
import { RowReader } from './row-reader.ts';
import { excerpt } from './text.ts';
import { sayDetail } from './rule-details.ts';

/**
 * The two shapes of a row:
 *
 * A  {"prompt_id"?, "pair_id"?, "lang"?, "lang_detected"?, "category"?, "source"?, "messages": [...], "responses": [{"model", "content"} |
 *    {"model", "messages"}, ... up to 64], "judge_turn"?, "sensitive"?, "gold"?, "votes"?, "tags"?, "reference"?, "metadata"?}. With "pair_id" there are exactly two responses, which are the pair.
 * B  {"prompt": text | messages, "response_a": text | messages, "response_b": text | messages, "model_a"?, "model_b"?,
 *    and the optional keys of A}. It is a ready pair.
 *
 * "tags", "reference" and any other key at the top or in a response are kept in the metadata, untouched.
 */
const knownKeys = new Set([
  'prompt_id',
  'pair_id',
  'lang',
  'lang_detected',
  'category',
  'source',
  'metadata',
  'judge_turn',
  'sensitive',
  'gold',
  'votes',
]);
/** Keys of ours that stay in the metadata. */
const ownMetadata = new Set(['reference', 'tags']);
const knownKeysA = new Set([...knownKeys, 'messages', 'responses']);
const knownKeysB = new Set([...knownKeys, 'prompt', 'response_a', 'response_b', 'model_a', 'model_b']);

/**
 * Reads one line of an import file (text decoded from UTF-8, without its line end) into a row, or all
 * that is wrong with it (at most 20 faults). Texts come out exactly as they stand in the file.
 */
export function readImportRow(
  text: string,
  line: number,
  options: RowOptions = defaultRowOptions,
): RowResult {
  const parsed = parseJsonRow(text, line);
  if ('fault' in parsed) return { ok: false, faults: [parsed.fault] };
  const { value } = parsed;
  const faults: ImportFault[] = [];
  const report = (detail: FaultDetail): void => {
    if (faults.length < maxFaultsPerRow) faults.push(importFault(line, detail));
  };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    report({ path: '$', value: excerpt(value), code: 'not_an_object' });
    return { ok: false, faults };
  }
  inspectJsonRow(text, value, report);
  const reader = new RowReader(report, options);
  const result = readShape(value as Record<string, unknown>, reader);
  if (faults.length > 0 || result === null) return { ok: false, faults };
  return { ok: true, row: result, notes: notesOf(result, reader) };
}

function readShape(object: Record<string, unknown>, reader: RowReader): ImportRow | null {
  const isA = 'responses' in object;
  const isB = 'response_a' in object || 'response_b' in object;
  if (!isA && !isB) {
    if ('chosen' in object && 'rejected' in object) reader.fault('$', object, 'preference_file');
    else if ('messages' in object)
      reader.fault('$.responses', undefined, {
        code: 'missing_field',
        rule: sayDetail('responses_missing'),
      });
    else reader.fault('$', object, 'unknown_shape');
    return null;
  }
  if (isA && isB) {
    reader.fault('$', object, 'mixed_shape');
    return null;
  }
  return isA ? readShapeA(object, reader) : readShapeB(object, reader);
}

function readShapeA(object: Record<string, unknown>, reader: RowReader): ImportRow | null {
  const prompt = readPrompt(reader, '$.messages', object['messages']);
  const pairId = reader.identifier('$.pair_id', object['pair_id']);
  const responses = readResponses(reader, object['responses'], pairId !== undefined);
  return finish({
    object,
    reader,
    known: knownKeysA,
    prompt,
    responses,
    pairId,
    readyPair: pairId !== undefined,
  });
}

function readShapeB(object: Record<string, unknown>, reader: RowReader): ImportRow | null {
  const given = object['prompt'];
  const prompt = readPrompt(
    reader,
    '$.prompt',
    typeof given === 'string' ? [{ role: 'user', content: given }] : given,
  );
  const pairId = reader.identifier('$.pair_id', object['pair_id']);
  const responses = readPairResponses(reader, object);
  return finish({ object, reader, known: knownKeysB, prompt, responses, pairId, readyPair: true });
}

interface Parts {
  readonly object: Record<string, unknown>;
  readonly reader: RowReader;
  readonly known: ReadonlySet<string>;
  readonly prompt: Message[] | null;
  readonly responses: ImportResponse[] | null;
  readonly pairId: string | undefined;
  readonly readyPair: boolean;
}

function finish({ object, reader, known, prompt, responses, pairId, readyPair }: Parts): ImportRow | null {
  const externalId = reader.identifier('$.prompt_id', object['prompt_id']);
  const language = reader.shortText('$.lang', object['lang'], 35);
  const languageDetected = readLanguageDetected(object, reader);
  const category = reader.shortText('$.category', object['category'], 500);
  const source = reader.shortText('$.source', object['source'], 500);
  const judgeTurn = readJudgeTurn(reader, object['judge_turn'], responses);
  const sensitive = readSensitive(reader, object['sensitive']);
  const gold = readGold(reader, object['gold']);
  const votes = readVotes(reader, object['votes'], responses?.length ?? null);
  const metadata = readMetadata(object, reader, known);
  checkTags(reader, object['tags']);
  if (prompt === null || responses === null) return null;
  return {
    ...(externalId !== undefined && { externalId }),
    ...(pairId !== undefined && { pairId }),
    ...(language !== undefined && { language }),
    ...(languageDetected && { languageDetected: true as const }),
    ...(category !== undefined && { category }),
    ...(source !== undefined && { source }),
    prompt,
    responses,
    ...(metadata !== undefined && { metadata }),
    readyPair,
    ...(judgeTurn !== undefined && { judgeTurn }),
    ...(sensitive !== undefined && { sensitive }),
    ...(gold !== undefined && { gold }),
    ...(votes !== undefined && { votes }),
    ...(reader.media.size > 0 && { media: [...reader.media.values()] }),
  };
}

/** Whether the row's language was detected before: an import of our own exports keeps that it was. */
function readLanguageDetected(object: Record<string, unknown>, reader: RowReader): boolean {
  const given = object['lang_detected'];
  if (given === undefined || given === null || given === false) return false;
  if (given !== true)
    reader.fault('$.lang_detected', given, { code: 'wrong_type', rule: sayDetail('lang_detected_type') });
  else if (object['lang'] === undefined || object['lang'] === null)
    reader.fault('$.lang', undefined, {
      code: 'missing_field',
      rule: sayDetail('lang_missing'),
    });
  return given === true;
}

function readMetadata(
  object: Record<string, unknown>,
  reader: RowReader,
  known: ReadonlySet<string>,
): Metadata | undefined {
  const given = object['metadata'];
  if (given !== undefined && given !== null && (typeof given !== 'object' || Array.isArray(given))) {
    reader.fault('$.metadata', given, { code: 'wrong_type', rule: sayDetail('metadata_type') });
    return undefined;
  }
  let metadata: Metadata | undefined =
    given === undefined || given === null ? undefined : (given as Metadata);
  for (const key in object) {
    if (known.has(key) || key === '__proto__') continue;
    if (metadata !== undefined && Object.hasOwn(metadata, key)) {
      reader.fault(childPath('$', key), object[key], 'metadata_conflict');
      continue;
    }
    metadata = { ...metadata, [key]: object[key] };
    if (!ownMetadata.has(key)) reader.extraKeys.push(key);
  }
  return metadata;
}

function notesOf(row: ImportRow, reader: RowReader): RowNotes | null {
  const emptyResponses = row.responses.filter(
    ({ messages }) => messages.at(-1)?.content === '' && messages.at(-1)?.images === undefined,
  ).length;
  const { extraKeys, unnamedModels, joinedTexts } = reader;
  if (emptyResponses + extraKeys.length + unnamedModels + joinedTexts === 0) return null;
  return { emptyResponses, extraKeys, unnamedModels, joinedTexts };
}
