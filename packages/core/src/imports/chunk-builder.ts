import type { LanguagePolicy } from '@pairwright/contract/import-languages';
import type { Pairing } from '@pairwright/contract/imports';
import type { PersonalDataPolicy } from '@pairwright/contract/personal-data';
import { fewestResponses } from '@pairwright/domain/pairing';
import { type FaultDetail, importFault } from '@pairwright/formats/import-faults';
import { treatPersonalData } from '@pairwright/formats/import-personal-data';
import type { ImportSurvey } from '@pairwright/formats/import-survey';
import { NoteCounter } from '@pairwright/formats/import-notes';
import {
  defaultRowOptions,
  type ImportRow,
  type RowNotes,
  type RowOptions,
} from '@pairwright/formats/import-types';
import { languageOfPrompt } from '@pairwright/formats/language';
import { cutText } from '@pairwright/formats/text';
import { type Checkpoint, type Chunk, type Reject, type RejectFault, toRejects } from './chunk.ts';
import { type HashedRow, hashRow, type LinePlace, type RowGold, textsOf } from './hash-row.ts';
import { imageTools } from './image-tools.ts';
import { sayDetail } from '@pairwright/formats/rule-details';

export interface ChunkOptions {
  readonly pairing: Pairing;
  /** Whether rows may bring known answers: whoever asked for this manages the project. */
  readonly maySetGold: boolean;
  /** What becomes of personal data; kept unless told. */
  readonly personalData?: PersonalDataPolicy;
  /** What becomes of prompts without a language; they stay so unless told. */
  readonly languages?: LanguagePolicy;
  /** Looks at the rows that go in, as the file has them. */
  readonly survey?: ImportSurvey | null;
  /** Rows per chunk at most; 2,000 unless told. */
  readonly chunkRows?: number;
}

const CHUNK_ROWS = 2_000;
const CHUNK_BYTES = 8 * 1024 * 1024;
const CHUNK_COMPARISONS = 20_000;
/** At most as many as they say, times the comparisons of their row. */
const CHUNK_VOTES = 20_000;
const CHUNK_REJECTS = 10_000;

/** What a row must be to go in under this plan. */
export function rowOptionsOf(pairing: Pairing): RowOptions {
  return { ...defaultRowOptions, fewestResponses: fewestResponses(pairing), images: imageTools };
}

/** Collects rows until they are a chunk: hashes their texts, plans their comparisons, refuses what the plan cannot take. */
export class ChunkBuilder {
  readonly notes = new NoteCounter();
  readonly #options: ChunkOptions;
  readonly #start: Checkpoint;
  readonly #rows: HashedRow[] = [];
  readonly #rejects: Reject[] = [];
  /** By the hash of the prompt: several rows may have the same one. */
  readonly #detected = new Map<string, string | null>();
  #rejected = 0;
  #bytes = 0;
  #comparisons = 0;
  #votes = 0;

  constructor(options: ChunkOptions, start: Checkpoint) {
    this.#options = options;
    this.#start = start;
  }

  isFull(): boolean {
    return (
      this.#rows.length >= (this.#options.chunkRows ?? CHUNK_ROWS) ||
      this.#bytes >= CHUNK_BYTES ||
      this.#comparisons >= CHUNK_COMPARISONS ||
      this.#votes >= CHUNK_VOTES ||
      this.#rejects.length >= CHUNK_REJECTS
    );
  }

  /** A valid row; `bytes`: how large its text is; `asShown`: its responses stand as they were shown to who voted. */
  add(
    place: LinePlace,
    given: { row: ImportRow; notes: RowNotes | null; bytes: number; asShown?: boolean },
  ): void {
    const { notes } = given;
    const { pairing, personalData = 'keep', survey } = this.#options;
    this.#bytes += given.bytes;
    const treated = treatPersonalData(given.row, personalData);
    if (!treated.ok)
      return this.reject(
        place,
        treated.faults.map((fault) => importFault(place.line, fault)),
      );
    const { row } = treated;
    if (treated.masked) this.notes.count('personal_masked', 1);
    const hashed = hashRow(row, pairing);
    if (!hashed.ok)
      return this.reject(place, [
        importFault(place.line, {
          path: '$.responses',
          value: JSON.stringify(hashed.baseline),
          code: 'baseline_missing',
        }),
      ]);
    const fault = this.#goldFault(row, hashed.row);
    if (fault !== null) return this.reject(place, [importFault(place.line, fault)]);
    survey?.add({
      row: given.row,
      promptKey: hashed.row.hash,
      comparisons: hashed.row.comparisons,
      place: { file: place.file, line: place.line, row: place.row },
    });
    const gold = goldOf(row, place, notes);
    this.#rows.push({
      ...this.#withLanguage(row, hashed.row),
      line: place.line,
      gold,
      asShown: given.asShown === true,
    });
    const { comparisons, votes } = hashed.row;
    this.#votes += votes.length * Math.max(1, comparisons.length);
    this.#comparisons += comparisons.length;
    if (pairing.plan === 'groups' && comparisons.length > 1) this.notes.count('groups_split', 1);
    if (notes !== null && gold === null) this.notes.add(notes);
  }

  reject(place: LinePlace, faults: readonly RejectFault[]): void {
    this.#rejected += 1;
    this.#rejects.push(...toRejects(place, faults));
  }

  take(end: Checkpoint, last: boolean): Chunk {
    return {
      rows: this.#rows,
      rejects: this.#rejects,
      rowsRejected: this.#rejected,
      notes: this.notes.list(),
      start: this.#start,
      end,
      last,
    };
  }

  /** A language that the row names stays. What is stored is looked at, so that the same text is always in the same language. */
  #withLanguage(row: ImportRow, hashed: HashedRow): HashedRow {
    if (this.#options.languages !== 'detect' || hashed.language !== null) return hashed;
    const known = this.#detected.get(hashed.hash);
    const language = known === undefined ? languageOfPrompt(row.prompt) : known;
    this.#detected.set(hashed.hash, language);
    return { ...hashed, language, languageDetected: language !== null };
  }

  /** A known answer is of one comparison; several, or one that lacks a response, leave open which. */
  #goldFault({ gold }: ImportRow, { comparisons, responses }: HashedRow): FaultDetail | null {
    if (gold === undefined) return null;
    const at = { path: '$.gold', value: cutText(JSON.stringify(gold.answer)) };
    if (!this.#options.maySetGold) return { ...at, code: 'gold_not_allowed' };
    if (comparisons.length === 1 && comparisons[0]?.length === responses.length) return null;
    const rule = sayDetail('gold_comparisons', {
      comparisons: comparisons.length,
      responses: responses.length,
    });
    return { ...at, code: 'gold_several', rule };
  }
}

function goldOf(row: ImportRow, place: LinePlace, notes: RowNotes | null): RowGold | null {
  if (row.gold === undefined) return null;
  return { ...row.gold, texts: textsOf(row), place, notes };
}
