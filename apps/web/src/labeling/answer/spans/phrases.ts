import type { Span } from '@pairwright/contract/judgment';
import { toCodePoints, toUnits } from '@pairwright/domain/judgment/code-points';
import type { Work } from '../../session/session.ts';
import { PassageMap } from './passage-map.ts';
import type { Slice } from './passage-map.ts';

/** A phrase of an answer: which message of which response, and where in its content. */
export interface Phrase {
  readonly place: number;
  readonly message: number;
  readonly slice: Slice;
}

/** Longer ones are no phrases any more, and the contract takes none. */
export const longestPhrase = 20_000;
export const mostSpans = 200;

const pane = '[data-assignment][data-visible]';

/** The element of a message in the pair on the screen. */
export function messageElement({ place, message }: Pick<Phrase, 'place' | 'message'>): HTMLElement | null {
  return document.querySelector(`${pane} [data-text="${place}"] [data-message="${message}"]`);
}

/** The messages of all answers on the screen, in the order of the page. */
export function messagesOnScreen(): Pick<Phrase, 'place' | 'message'>[] {
  const found = document.querySelectorAll<HTMLElement>(`${pane} [data-text] [data-message]`);
  return [...found].flatMap((element) => {
    const at = whereIs(element);
    return at === null ? [] : [at];
  });
}

function whereIs(node: Node): (Pick<Phrase, 'place' | 'message'> & { element: HTMLElement }) | null {
  const start = node instanceof Element ? node : node.parentElement;
  const element = start?.closest<HTMLElement>('[data-message]');
  const text = element?.closest<HTMLElement>('[data-text]');
  if (element == null || text?.closest(pane) == null) return null;
  return { place: Number(text.dataset['text']), message: Number(element.dataset['message']), element };
}

export function contentOf(work: Work, { place, message }: Pick<Phrase, 'place' | 'message'>): string | null {
  return work.responses[place]?.messages[message]?.content ?? null;
}

export function mapOf(work: Work, at: Pick<Phrase, 'place' | 'message'>): PassageMap | null {
  const element = messageElement(at);
  const content = contentOf(work, at);
  return element === null || content === null ? null : new PassageMap(element, content);
}

/** What a selection on the screen means; one that goes beyond the message it begins in ends with it. */
export function phraseOf(work: Work, range: Range): Phrase | null {
  const at = whereIs(range.startContainer);
  if (at === null || range.collapsed) return null;
  const within = range.cloneRange();
  if (!at.element.contains(range.endContainer)) within.setEnd(at.element, at.element.childNodes.length);
  const slice = mapOf(work, at)?.toSource(within) ?? null;
  return slice === null ? null : { place: at.place, message: at.message, slice };
}

/** A phrase as it is stored: offsets in code points, and the text itself. */
export function spanOf(work: Work, phrase: Phrase, label: string): Span | null {
  const content = contentOf(work, phrase);
  if (content === null) return null;
  const { place, message, slice } = phrase;
  const quote = content.slice(slice.from, slice.to);
  if (quote === '' || quote.length > longestPhrase) return null;
  const start = toCodePoints(content, slice.from);
  return { place, message, start, end: start + toCodePoints(quote, quote.length), quote, label, note: null };
}

export function sliceOf(work: Work, span: Span): Slice {
  const content = contentOf(work, span) ?? '';
  const from = toUnits(content, span.start);
  return { from, to: from + span.quote.length };
}

/** The ranges that show a phrase on the screen; none while its text is not there. */
export function rangesOf(work: Work, phrase: Phrase): Range[] {
  return mapOf(work, phrase)?.toRanges(phrase.slice) ?? [];
}

/** The mark under a point of the page, the shortest one where several overlap; -1 for none. */
export function spanAt(work: Work, spans: readonly Span[], point: { node: Node; offset: number }): number {
  const at = whereIs(point.node);
  if (at === null) return -1;
  const hits = spans
    .map((span, index) => ({ span, index }))
    .filter(({ span }) => span.place === at.place && span.message === at.message)
    .filter(({ span }) =>
      rangesOf(work, { ...at, slice: sliceOf(work, span) }).some((range) =>
        range.isPointInRange(point.node, point.offset),
      ),
    )
    .sort((one, other) => one.span.quote.length - other.span.quote.length);
  return hits[0]?.index ?? -1;
}

/** Marks in the order of the page. */
export function inReadingOrder(spans: readonly Span[]): Span[] {
  return [...spans].sort(
    (one, other) =>
      one.place - other.place ||
      one.message - other.message ||
      one.start - other.start ||
      one.end - other.end,
  );
}
