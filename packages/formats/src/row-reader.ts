import type { Message, MessageImage } from '@pairwright/contract/shapes';
import type { FaultDetail, ImportFaultCode } from './import-faults.ts';
import { readImages, readParts } from './import-images.ts';
import type { ImportMedia, RowOptions } from './import-types.ts';
import { childPath } from './json-scan.ts';
import { excerpt, isLongerThan } from './text.ts';
import { sayDetail } from './rule-details.ts';
import type { SaidRule } from '@pairwright/domain/said-rule';

const roles = new Set<unknown>(['system', 'user', 'assistant', 'tool']);
const messageKeys = new Set(['role', 'content', 'name', 'tool_calls', 'tool_call_id', 'images']);

/** A code, with a rule of its own where the catalogue's says too little. */
export type FaultReason = ImportFaultCode | { readonly code: ImportFaultCode; readonly rule: SaidRule };

/** Reads the parts that both shapes share, and reports what is wrong with them. */
export class RowReader {
  readonly extraKeys: string[] = [];
  unnamedModels = 0;
  joinedTexts = 0;
  /** Images of the row by their sum. */
  readonly media = new Map<string, ImportMedia>();
  readonly #report: (detail: FaultDetail) => void;
  readonly options: RowOptions;

  constructor(report: (detail: FaultDetail) => void, options: RowOptions) {
    this.#report = report;
    this.options = options;
  }

  fault(path: string, value: unknown, reason: FaultReason): void {
    const { code, rule } = typeof reason === 'string' ? { code: reason, rule: undefined } : reason;
    this.#report({ path, value: excerpt(value), code, rule });
  }

  /** An optional id: a string, or a whole number, which becomes its decimal text. */
  identifier(path: string, value: unknown): string | undefined {
    if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
    if (typeof value === 'number') {
      if (!Number.isInteger(value))
        this.fault(path, value, { code: 'wrong_type', rule: sayDetail('id_type') });
      return undefined;
    }
    return this.shortText(path, value, 500);
  }

  /** An optional text that is not blank, at most `max` characters; null counts as absent. */
  shortText(path: string, value: unknown, max: number): string | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string')
      this.fault(path, value, { code: 'wrong_type', rule: sayDetail('string_type') });
    else if (value.trim() === '') this.fault(path, value, 'blank_value');
    else if (value.length > max)
      this.fault(path, value, { code: 'value_too_long', rule: sayDetail('text_length', { most: max }) });
    else return value;
    return undefined;
  }

  /** A non-empty list of messages, in canonical key order; null when there is a fault. */
  messages(path: string, value: unknown): Message[] | null {
    if (value === undefined) return this.#refuse(path, value, 'missing_field');
    if (!Array.isArray(value))
      return this.#refuse(path, value, { code: 'wrong_type', rule: sayDetail('messages_type') });
    if (value.length === 0)
      return this.#refuse(path, value, {
        code: 'blank_value',
        rule: sayDetail('messages_empty'),
      });
    const messages: Message[] = [];
    for (let index = 0; index < value.length; index++) {
      const message = this.#message(`${path}[${index}]`, value[index]);
      if (message !== null) messages.push(message);
    }
    return messages.length === value.length ? messages : null;
  }

  /** The content of a message; `undefined` when it is faulty. */
  content(path: string, value: unknown): string | undefined {
    if (value === undefined || value === null) this.fault(path, value, 'content_missing');
    else if (typeof value !== 'string')
      this.fault(path, value, { code: 'wrong_type', rule: sayDetail('content_type') });
    else if (isLongerThan(value, this.options.messageBytes)) {
      this.fault(path, value, {
        code: 'message_too_large',
        rule: sayDetail('message_bytes', { most: this.options.messageBytes }),
      });
    } else return value;
    return undefined;
  }

  /** Content (a string or a list of parts) and images of a message; null when there is a fault. */
  body(path: string, given: unknown, images: unknown): Pick<Message, 'content' | 'images'> | null {
    const parts = Array.isArray(given) ? readParts(this, `${path}.content`, given) : null;
    const content = Array.isArray(given)
      ? parts && this.content(`${path}.content`, parts.content)
      : this.content(`${path}.content`, given);
    const more = images === undefined ? [] : readImages(this, `${path}.images`, images);
    if (content === undefined || content === null || more === null) return null;
    const all = [...(parts?.images ?? []), ...more];
    return all.length === 0 ? { content } : { content, images: all };
  }

  keepMedia(image: MessageImage, bytes: Uint8Array): void {
    this.media.set(image.sha256, { ...image, bytes });
  }

  #refuse(path: string, value: unknown, reason: FaultReason): null {
    this.fault(path, value, reason);
    return null;
  }

  #message(path: string, value: unknown): Message | null {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return this.#refuse(path, value, {
        code: 'wrong_type',
        rule: sayDetail('message_type', { role: 'role', content: 'content' }),
      });
    }
    const {
      role,
      content,
      images,
      name,
      tool_calls: calls,
      tool_call_id: callId,
    } = value as Record<string, unknown>;
    let good = this.#onlyKnownKeys(path, value as Record<string, unknown>);
    if (!roles.has(role)) {
      this.fault(`${path}.role`, role, role === undefined ? 'missing_field' : 'unknown_role');
      good = false;
    }
    const mayBeNull = role === 'assistant' && Array.isArray(calls) && calls.length > 0;
    const body =
      mayBeNull && (content === null || content === undefined) && images === undefined
        ? { content: null }
        : this.body(path, content, images);
    if (body === null) good = false;
    if (calls === undefined && name === undefined && callId === undefined)
      return good ? { role: role as Message['role'], ...body! } : null;
    return this.#toolMessage(
      path,
      { role, content: body?.content, name, tool_calls: calls, tool_call_id: callId, images: body?.images },
      good,
    );
  }

  #onlyKnownKeys(path: string, message: Record<string, unknown>): boolean {
    let good = true;
    for (const key in message) {
      if (messageKeys.has(key)) continue;
      this.fault(childPath(path, key), message[key], 'unknown_message_key');
      good = false;
    }
    return good;
  }

  #toolMessage(path: string, message: Record<string, unknown>, wasGood: boolean): Message | null {
    let good = wasGood;
    for (const key of ['name', 'tool_call_id'] as const) {
      if (message[key] === undefined || typeof message[key] === 'string') continue;
      this.fault(`${path}.${key}`, message[key], { code: 'wrong_type', rule: sayDetail(`${key}_type`) });
      good = false;
    }
    if (message['tool_calls'] !== undefined && !Array.isArray(message['tool_calls'])) {
      this.fault(`${path}.tool_calls`, message['tool_calls'], {
        code: 'wrong_type',
        rule: sayDetail('tool_calls_type'),
      });
      good = false;
    }
    if (!good) return null;
    const kept = Object.entries(message).filter(([, value]) => value !== undefined);
    return Object.fromEntries(kept) as unknown as Message;
  }
}
