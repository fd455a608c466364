import type { FindingPlace, ImportFindings } from '@pairwright/contract/import-findings';
import { type PersonalKind, personalKinds } from '@pairwright/contract/personal-data';
import type { Message } from '@pairwright/contract/shapes';
import { personalDataOf } from './import-personal-data.ts';
import type { ImportRow } from './import-types.ts';
import { languageOf } from './language.ts';
import { areNear, bandsOf, NearDuplicates } from './near-duplicates.ts';
import { namesItself } from './self-naming.ts';

const EXAMPLES = 3;
/** Comparing takes about 450 bytes of memory a prompt, and telling a language about three milliseconds. */
const MOST_COMPARED = 250_000;
const MOST_TOLD = 5_000;
const MOST_READ = 20_000;
/** Comparisons whose answers are compared with each other. */
const MOST_ANSWERS = 50_000;

const WORDS_A_MINUTE = 238;
const CHARACTERS_A_WORD = 6;
const IDEOGRAPHS_A_MINUTE = 390;
const ideographs = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

export interface SurveyedRow {
  readonly row: ImportRow;
  /** The same for equal prompts only. */
  readonly promptKey: string;
  /** Responses of each comparison, by their place in the row. */
  readonly comparisons: readonly (readonly number[])[];
  readonly place: FindingPlace;
}

/** Collects what a check tells about the texts of a file. Memory: bounded, whatever the size of the file. */
export class ImportSurvey {
  readonly #personal = new Map<PersonalKind, { rows: number; examples: FindingPlace[] }>();
  readonly #selfNaming = { rows: 0, examples: [] as FindingPlace[] };
  readonly #prompts = new Set<string>();
  readonly #near = new NearDuplicates();
  readonly #answers = { comparisons: 0, near: 0, examples: [] as FindingPlace[] };
  readonly #places: FindingPlace[] = [];
  readonly #languages = new Map<string | null, number>();
  readonly #seconds: number[] = [];
  #told = 0;
  #named = 0;
  #otherwise = 0;

  add({ row, promptKey, comparisons, place }: SurveyedRow): void {
    this.#addPersonal(row, place);
    if (row.responses.some(({ messages, model }) => namesItself(messages, model)))
      note(this.#selfNaming, place);
    this.#addSeconds(row, comparisons);
    this.#addAnswers(row, comparisons, place);
    if (this.#prompts.size >= MOST_COMPARED || this.#prompts.has(promptKey)) return;
    this.#prompts.add(promptKey);
    const text = textOf(row.prompt);
    this.#near.add(text);
    this.#places.push(place);
    if (this.#told < MOST_TOLD) this.#addLanguage(text, row.language);
  }

  findings(): ImportFindings {
    const pairs = this.#places.flatMap((one, number) => {
      const root = this.#near.rootOf(number);
      const other = this.#places[root];
      return root === number || other === undefined ? [] : [{ one, other }];
    });
    return {
      personalData: personalKinds.flatMap((kind) => {
        const found = this.#personal.get(kind);
        return found === undefined ? [] : [{ kind, ...found }];
      }),
      selfNaming: this.#selfNaming,
      nearPrompts: {
        prompts: this.#places.length,
        near: pairs.length,
        examples: pairs.slice(0, EXAMPLES),
      },
      nearAnswers: this.#answers,
      languages: {
        prompts: this.#told,
        found: [...this.#languages]
          .map(([language, prompts]) => ({ language, prompts }))
          .toSorted((one, other) => other.prompts - one.prompts),
        named: this.#named,
        otherwise: this.#otherwise,
      },
      readingSeconds: middle(this.#seconds),
    };
  }

  #addPersonal(row: ImportRow, place: FindingPlace): void {
    const kinds = new Set([...personalDataOf(row).values()].flat());
    for (const kind of kinds) {
      const found = this.#personal.get(kind) ?? { rows: 0, examples: [] };
      this.#personal.set(kind, found);
      note(found, place);
    }
  }

  #addLanguage(text: string, named: string | undefined): void {
    const language = languageOf(text);
    this.#told += 1;
    this.#languages.set(language, (this.#languages.get(language) ?? 0) + 1);
    if (named === undefined) return;
    this.#named += 1;
    if (language !== null && named.toLowerCase().split('-')[0] !== language) this.#otherwise += 1;
  }

  /** Equal answers are not compared, and counted elsewhere. */
  #addAnswers(row: ImportRow, comparisons: SurveyedRow['comparisons'], place: FindingPlace): void {
    const several = comparisons.filter(({ length }) => length > 1);
    if (several.length === 0 || this.#answers.comparisons >= MOST_ANSWERS) return;
    const texts = row.responses.map(({ messages }) => textOf(messages));
    const bands = texts.map(bandsOf);
    const near = several.filter((group) =>
      group.some((one, index) =>
        group
          .slice(index + 1)
          .some((other) => texts[one] !== texts[other] && areNear(bands[one]!, bands[other]!)),
      ),
    ).length;
    this.#answers.comparisons += several.length;
    this.#answers.near += near;
    if (near > 0 && this.#answers.examples.length < EXAMPLES) this.#answers.examples.push(place);
  }

  #addSeconds(row: ImportRow, comparisons: SurveyedRow['comparisons']): void {
    if (comparisons.length === 0 || this.#seconds.length >= MOST_READ) return;
    const prompt = secondsOf(row.prompt);
    const each = row.responses.map(({ messages }) => secondsOf(messages));
    for (const responses of comparisons)
      this.#seconds.push(responses.reduce((sum, place) => sum + (each[place] ?? 0), prompt));
  }
}

function note(found: { rows: number; readonly examples: FindingPlace[] }, place: FindingPlace): void {
  found.rows += 1;
  if (found.examples.length < EXAMPLES) found.examples.push(place);
}

function textOf(messages: readonly Message[]): string {
  return messages.map(({ content }) => content ?? '').join('\n');
}

function secondsOf(messages: readonly Message[]): number {
  const text = textOf(messages);
  const wide = text.match(ideographs)?.length ?? 0;
  const words = (text.length - wide) / CHARACTERS_A_WORD;
  return (words / WORDS_A_MINUTE + wide / IDEOGRAPHS_A_MINUTE) * 60;
}

function middle(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
