import { counted } from '@pairwright/domain/counted';
import { importNoteCatalogue, type ImportNoteCode } from './import-note-words.ts';
import type { RowNotes } from './import-types.ts';
import { cutText } from './text.ts';

export interface ImportNote {
  readonly code: ImportNoteCode;
  readonly message: string;
  readonly count: number;
}

const maxKeysNamed = 20;

/** Between a note and the keys that it is about. */
const KEYS = ' Keys: ';

/** Counts the notes of the rows of a file. `restore` goes on with the notes of a checkpoint. */
export class NoteCounter {
  readonly #counts = new Map<ImportNoteCode, number>();
  readonly #extraKeys = new Set<string>();

  add(notes: RowNotes): void {
    this.count('empty_response', notes.emptyResponses);
    this.count('model_unnamed', notes.unnamedModels);
    this.count('texts_joined', notes.joinedTexts);
    this.count('extra_keys', notes.extraKeys.length > 0 ? 1 : 0);
    for (const key of notes.extraKeys) {
      if (this.#extraKeys.size >= maxKeysNamed) break;
      this.#extraKeys.add(cutText(key, 60));
    }
  }

  count(code: ImportNoteCode, by: number): void {
    if (by > 0) this.#counts.set(code, (this.#counts.get(code) ?? 0) + by);
  }

  /** One note per code, in the order of the catalogue: at most once per file. */
  list(): ImportNote[] {
    return (Object.keys(importNoteCatalogue) as ImportNoteCode[]).flatMap((code) => {
      const count = this.#counts.get(code) ?? 0;
      if (count === 0) return [];
      const keys = code === 'extra_keys' ? `${KEYS}${[...this.#extraKeys].join(', ')}.` : '';
      const { one, other } = importNoteCatalogue[code];
      return [{ code, message: `${counted(count, one, other)}${keys}`, count }];
    });
  }

  restore(
    notes: readonly { readonly code: string; readonly message: string; readonly count: number }[],
  ): void {
    for (const { code, count, message } of notes) {
      if (!Object.hasOwn(importNoteCatalogue, code)) continue;
      this.count(code as ImportNoteCode, count);
      const at = code === 'extra_keys' ? message.indexOf(KEYS) : -1;
      if (at < 0) continue;
      for (const key of message.slice(at + KEYS.length, -1).split(', ')) this.#extraKeys.add(key);
    }
  }
}
