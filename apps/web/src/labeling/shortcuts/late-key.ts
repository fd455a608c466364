import { matchesChord } from './chord.ts';
import type { Chord } from './chord.ts';
import { keymap } from './keymap.ts';
import type { ShortcutEvent, ShortcutRegistry } from './registry.ts';

/** A tool whose code comes on demand, and the key it will have. */
export interface LateTool {
  /** Of its shortcut. */
  id: string;
  chords: readonly Chord[];
  /** Fetches its code now; fails where it cannot be had. */
  load: () => Promise<unknown>;
}

export interface LateTools {
  tools: () => readonly LateTool[];
  /** What is on the screen: a key pressed there means nothing elsewhere. */
  where: () => string | null;
  /** The code of a tool that was asked for did not come. */
  onFailed: () => void;
}

interface Kept {
  event: ShortcutEvent;
  tool: LateTool;
  where: string | null;
  at: number;
}

/** After so long, in ms, nobody expects a key to do anything. */
const patienceMs = 5000;

/** Keeps the newest key of a tool that is not there yet, and has it do what it means once the tool comes. */
export class LateKey {
  readonly #registry: ShortcutRegistry;
  readonly #late: LateTools;
  readonly #run: (id: string, event: ShortcutEvent) => void;
  #kept: Kept | null = null;

  /** `run` does what the key means, if that can still be done. */
  constructor(registry: ShortcutRegistry, late: LateTools, run: (id: string, event: ShortcutEvent) => void) {
    this.#registry = registry;
    this.#late = late;
    this.#run = run;
  }

  /** Takes a key that means nothing yet; false where it will not mean anything either. */
  take(event: ShortcutEvent): boolean {
    const own = keymap();
    const tool = this.#late
      .tools()
      .find(({ id, chords }) => (own[id] ?? chords).some((chord) => matchesChord(chord, event)));
    if (tool === undefined) return false;
    if (event.repeat) return true;
    const kept: Kept = { event, tool, where: this.#late.where(), at: performance.now() };
    this.#kept = kept;
    tool.load().catch(() => {
      if (this.#kept !== kept || !this.#isWanted(kept)) return;
      this.#kept = null;
      this.#late.onFailed();
    });
    return true;
  }

  /** Something else was asked for since. */
  drop(): void {
    this.#kept = null;
  }

  /** Acts on the key if it means something by now. */
  readonly look = (): void => {
    const kept = this.#kept;
    if (kept === null) return;
    if (!this.#isWanted(kept)) this.#kept = null;
    else if (this.#registry.list().some(({ id }) => id === kept.tool.id)) {
      this.#kept = null;
      // The tool has only just registered: it may not be complete.
      queueMicrotask(() => this.#run(kept.tool.id, kept.event));
    }
  };

  #isWanted({ where, at }: Kept): boolean {
    return where === this.#late.where() && performance.now() - at < patienceMs;
  }
}
