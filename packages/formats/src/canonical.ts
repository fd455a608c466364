import type { Message, MessageImage } from '@pairwright/contract/shapes';

function optional(key: string, value: unknown): string {
  return value === undefined ? '' : `,"${key}":${JSON.stringify(value)}`;
}

function canonicalImage({ sha256, type, width, height, alt }: MessageImage): string {
  return `{"sha256":"${sha256}","type":"${type}","width":${width},"height":${height}${optional('alt', alt)}}`;
}

/**
 * The canonical JSON text of one message: keys in the order role, content, name, tool_calls,
 * tool_call_id, images (sha256, type, width, height, alt), no spaces; absent keys stay absent.
 */
export function canonicalMessage(message: Message): string {
  const head = `{"role":"${message.role}","content":${message.content === null ? 'null' : JSON.stringify(message.content)}`;
  const images =
    message.images === undefined ? '' : `,"images":[${message.images.map(canonicalImage).join(',')}]`;
  if (message.name === undefined && message.tool_calls === undefined && message.tool_call_id === undefined)
    return `${head}${images}}`;
  return `${head}${optional('name', message.name)}${optional('tool_calls', message.tool_calls)}${optional('tool_call_id', message.tool_call_id)}${images}}`;
}

/**
 * The canonical JSON text of messages: what is stored, hashed and copied into exports. The contents
 * are byte for byte as given: no trim, no Unicode normalisation, no newline change. It is a fixed
 * point: parsing it and writing it again gives the same text.
 */
export function canonicalMessages(messages: readonly Message[]): string {
  let text = '[';
  for (let index = 0; index < messages.length; index++) {
    if (index > 0) text += ',';
    text += canonicalMessage(messages[index]!);
  }
  return `${text}]`;
}

/** The canonical text of two lists of messages one after the other, without parsing either. */
export function joinMessages(first: string, second: string): string {
  if (first === '[]') return second;
  if (second === '[]') return first;
  return `${first.slice(0, -1)},${second.slice(1)}`;
}
