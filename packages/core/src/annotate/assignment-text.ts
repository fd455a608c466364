import type { Assignment } from '@pairwright/contract/annotate';
import type { Message, MessageImage } from '@pairwright/contract/shapes';

/** The text of a comparison as a statement gave it; responses in presented order. */
export interface StoredText {
  readonly language: string | null;
  readonly prompt: unknown;
  readonly responses: unknown;
}

type ShownText = Pick<Assignment, 'language' | 'prompt' | 'responses'>;

/**
 * What an annotator sees of a comparison. Copies the known fields of each message one by one: whatever else an import
 * put into a message (a model name, a score) stays here.
 */
export function shownText(text: StoredText): ShownText {
  const responses = text.responses as (readonly Message[] | null)[];
  return {
    language: text.language,
    prompt: shownMessages(text.prompt as readonly Message[]),
    responses: responses.map((messages) => ({ messages: shownMessages(messages ?? []) })),
  };
}

function shownMessages(messages: readonly Message[]): Message[] {
  return messages.map((message) => ({
    role: message.role,
    content: message.content,
    ...(message.name === undefined || message.role === 'assistant' ? {} : { name: message.name }),
    ...(message.tool_calls === undefined ? {} : { tool_calls: message.tool_calls }),
    ...(message.tool_call_id === undefined ? {} : { tool_call_id: message.tool_call_id }),
    ...(message.images === undefined ? {} : { images: message.images.map(shownImage) }),
  }));
}

function shownImage({ sha256, type, width, height, alt }: MessageImage): MessageImage {
  return { sha256, type, width, height, ...(alt === undefined ? {} : { alt }) };
}
