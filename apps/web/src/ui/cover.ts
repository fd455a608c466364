import styles from './cover.module.css';

/** Whether the browser draws highlights itself, without touching the document. */
export const drawsHighlights = typeof CSS !== 'undefined' && 'highlights' in CSS;

interface Cover {
  readonly range: Range;
  readonly className: string;
  boxes: readonly HTMLElement[];
}

/** The boxes over one text. They scroll with it, and are laid again whenever it takes another shape. */
class Layer {
  readonly #element = document.createElement('div');
  readonly #covers = new Set<Cover>();

  constructor(home: HTMLElement) {
    this.#element.dataset['marks'] = '';
    this.#element.className = styles['layer'] ?? '';
    this.#element.ariaHidden = 'true';
    home.style.position = 'relative';
    home.append(this.#element);
    // A narrower window, larger letters, a picture that came.
    new ResizeObserver(() => this.#layAgain()).observe(home);
  }

  add(range: Range, className: string): () => void {
    const cover: Cover = { range, className, boxes: [] };
    this.#covers.add(cover);
    this.#lay(cover);
    return () => {
      this.#covers.delete(cover);
      for (const box of cover.boxes) box.remove();
    };
  }

  #layAgain(): void {
    for (const cover of this.#covers) {
      for (const box of cover.boxes) box.remove();
      this.#lay(cover);
    }
  }

  #lay(cover: Cover): void {
    const origin = this.#element.getBoundingClientRect();
    cover.boxes = [...cover.range.getClientRects()].map((rect) => {
      const box = document.createElement('div');
      box.className = `${styles['box'] ?? ''} ${cover.className}`;
      box.style.top = `${rect.top - origin.top}px`;
      box.style.left = `${rect.left - origin.left}px`;
      box.style.width = `${rect.width}px`;
      box.style.height = `${rect.height}px`;
      return box;
    });
    this.#element.append(...cover.boxes);
  }
}

const layers = new WeakMap<HTMLElement, Layer>();

/**
 * For browsers without highlights of their own: a box over each line of a stretch of text. Gives the way to take them
 * away again.
 */
export function cover(range: Range, className: string): () => void {
  const { startContainer: start } = range;
  const home = (start instanceof Element ? start : start.parentElement)?.closest<HTMLElement>(
    '[data-text], [data-prompt-text]',
  );
  if (home == null) return () => undefined;
  const layer = layers.get(home) ?? new Layer(home);
  layers.set(home, layer);
  return layer.add(range, className);
}

/** Whether a change of the document is about such boxes and nothing else. */
export function isOfCovers({ addedNodes, removedNodes, target }: MutationRecord): boolean {
  const isLayer = (node: Node): boolean => node instanceof HTMLElement && 'marks' in node.dataset;
  const nodes = [...addedNodes, ...removedNodes];
  return isLayer(target) || (nodes.length > 0 && nodes.every(isLayer));
}
