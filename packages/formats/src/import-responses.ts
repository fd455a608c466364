import type { Message } from '@pairwright/contract/shapes';
import { maxResponses, unnamedModel, type ImportResponse, type Metadata } from './import-types.ts';
import type { RowReader } from './row-reader.ts';
import { sayDetail } from './rule-details.ts';

const responseKeys = new Set(['model', 'content', 'messages', 'metadata', 'images']);
const maxModelLength = 200;

/** The prompt: messages with a system message only at the start, ending with user or tool, its last text not blank. */
export function readPrompt(reader: RowReader, path: string, value: unknown): Message[] | null {
  const messages = reader.messages(path, value);
  if (messages === null) return null;
  const last = messages.length - 1;
  let good = systemOnlyFirst(reader, { path, messages, allowedUpTo: 0 });
  if (messages[last]!.role !== 'user' && messages[last]!.role !== 'tool') {
    reader.fault(`${path}[${last}].role`, messages[last]!.role, 'prompt_end');
    good = false;
  } else if (isBlank(messages[last]!)) {
    reader.fault(`${path}[${last}].content`, messages[last]!.content, {
      code: 'blank_value',
      rule: sayDetail('prompt_blank'),
    });
    good = false;
  }
  return good ? messages : null;
}

function isBlank({ role, content, images }: Message): boolean {
  return role === 'user' && images === undefined && (content ?? '').trim() === '';
}

interface SystemPlace {
  readonly path: string;
  readonly messages: readonly Message[];
  /** The last place where a system message may stand; -1 for none. */
  readonly allowedUpTo: number;
}

function systemOnlyFirst(reader: RowReader, { path, messages, allowedUpTo }: SystemPlace): boolean {
  let good = true;
  for (let index = allowedUpTo + 1; index < messages.length; index++) {
    if (messages[index]!.role !== 'system') continue;
    reader.fault(`${path}[${index}].role`, 'system', 'system_not_first');
    good = false;
  }
  return good;
}

/** The responses of shape A. */
export function readResponses(reader: RowReader, value: unknown, isPair: boolean): ImportResponse[] | null {
  if (!Array.isArray(value)) {
    reader.fault('$.responses', value, { code: 'wrong_type', rule: sayDetail('responses_type') });
    return null;
  }
  if (isPair && value.length !== 2) {
    reader.fault('$.responses', value, 'pair_count');
    return null;
  }
  const fewest = reader.options.fewestResponses;
  if (value.length < fewest || value.length > maxResponses) {
    reader.fault('$.responses', value, {
      code: 'response_count',
      rule: sayDetail('responses_count', { fewest, most: maxResponses }),
    });
    return null;
  }
  const responses: ImportResponse[] = [];
  for (let index = 0; index < value.length; index++) {
    const response = readResponse(reader, `$.responses[${index}]`, value[index]);
    if (response !== null) responses.push(response);
  }
  return responses.length === value.length ? responses : null;
}

function readResponse(reader: RowReader, path: string, value: unknown): ImportResponse | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    reader.fault(path, value, {
      code: 'wrong_type',
      rule: sayDetail('response_type'),
    });
    return null;
  }
  const response = value as Record<string, unknown>;
  const model = readModel(reader, `${path}.model`, response['model']);
  const messages = readBody(reader, path, response);
  const metadata = readResponseMetadata(reader, path, response);
  if (model === null || messages === null) return null;
  return metadata === undefined ? { model, messages } : { model, messages, metadata };
}

function readModel(reader: RowReader, path: string, value: unknown): string | null {
  if (value === undefined || value === null) {
    reader.fault(path, value, 'missing_model');
    return null;
  }
  return reader.shortText(path, value, maxModelLength) ?? null;
}

function readBody(reader: RowReader, path: string, response: Record<string, unknown>): Message[] | null {
  if (response['messages'] === undefined) {
    const body = reader.body(path, response['content'], response['images']);
    return body === null ? null : [{ role: 'assistant', ...body }];
  }
  if (response['content'] !== undefined || response['images'] !== undefined) {
    reader.fault(path, response, 'content_twice');
    return null;
  }
  return readConversation(reader, `${path}.messages`, response['messages']);
}

/** What a model said after the prompt: from an assistant (or tool) message to an assistant message. */
function readConversation(reader: RowReader, path: string, value: unknown): Message[] | null {
  const messages = reader.messages(path, value);
  if (messages === null) return null;
  const last = messages.length - 1;
  let good = systemOnlyFirst(reader, { path, messages, allowedUpTo: -1 });
  const start = messages[0]!.role;
  if (start !== 'assistant' && start !== 'tool') {
    reader.fault(`${path}[0].role`, start, 'response_start');
    good = false;
  }
  if (messages[last]!.role !== 'assistant') {
    reader.fault(`${path}[${last}].role`, messages[last]!.role, 'response_end');
    good = false;
  }
  return good ? messages : null;
}

function readResponseMetadata(
  reader: RowReader,
  path: string,
  response: Record<string, unknown>,
): Metadata | undefined {
  const given = response['metadata'];
  if (given !== undefined && given !== null && (typeof given !== 'object' || Array.isArray(given))) {
    reader.fault(`${path}.metadata`, given, { code: 'wrong_type', rule: sayDetail('metadata_type') });
    return undefined;
  }
  let metadata = given === undefined || given === null ? undefined : (given as Metadata);
  for (const key in response) {
    if (responseKeys.has(key) || key === '__proto__') continue;
    if (metadata !== undefined && Object.hasOwn(metadata, key))
      reader.fault(`${path}.${key}`, response[key], 'metadata_conflict');
    else metadata = { ...metadata, [key]: response[key] };
  }
  return metadata;
}

/** The two responses of shape B. */
export function readPairResponses(
  reader: RowReader,
  object: Record<string, unknown>,
): ImportResponse[] | null {
  const responses: ImportResponse[] = [];
  for (const side of ['a', 'b'] as const) {
    const path = `$.response_${side}`;
    const messages = readPairBody(reader, path, object[`response_${side}`]);
    const model = readPairModel(reader, `$.model_${side}`, object[`model_${side}`]);
    if (messages !== null && model !== null) responses.push({ model, messages });
  }
  return responses.length === 2 ? responses : null;
}

function readPairBody(reader: RowReader, path: string, value: unknown): Message[] | null {
  if (value === undefined) {
    reader.fault(path, value, 'missing_field');
    return null;
  }
  if (Array.isArray(value)) return readConversation(reader, path, value);
  const content = reader.content(path, value);
  return content === undefined ? null : [{ role: 'assistant', content }];
}

function readPairModel(reader: RowReader, path: string, value: unknown): string | null {
  if (value === undefined || value === null) {
    reader.unnamedModels++;
    return unnamedModel;
  }
  return reader.shortText(path, value, maxModelLength) ?? null;
}
