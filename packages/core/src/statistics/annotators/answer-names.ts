import type { StoredOutcome } from '@pairwright/contract/judgment';
import { type CanonicalDetails, presentedRanks } from '@pairwright/domain/judgment/canonical';
import { ordersOf } from '@pairwright/domain/judgment/ranking-orders';
import { type Answer, firstWrongOf, pairLabels, type Rated, type Shown } from './answers.ts';

/** What of a judgment makes its answer. */
export interface GivenAnswer {
  readonly outcome: StoredOutcome;
  readonly strength: number | null;
  readonly first_left: boolean;
  /** As shown; only of rankings and ratings. */
  readonly order: readonly number[] | null;
  readonly ranks: readonly (number | null)[] | null;
  readonly ratings: CanonicalDetails['ratings'] | null;
  readonly steps: CanonicalDetails['steps'];
}

/** Numbers for answers, the same for equal ones. */
export class AnswerNames {
  readonly answers: Answer[] = pairLabels.map((label) => ({ kind: 'pair', label }));
  readonly shownAnswers: Shown[] = [];
  readonly #answers = new Map<string, number>();
  readonly #shown = new Map<string, number>();

  /** Its place in `answers`; -1 where it says nothing of the responses. `lengths`: of the scale of each rating. */
  answerOf(row: GivenAnswer, lengths: ReadonlyMap<string, number>): number {
    const { outcome } = row;
    if (outcome === 'preference') return (row.strength ?? 0) < 0 ? 0 : 1;
    if (outcome === 'tie') return 2;
    if (outcome === 'both_bad') return 3;
    if (outcome === 'cannot_judge') return -1;
    if (outcome === 'rated') {
      const ratings = row.ratings ?? [];
      return this.#number(`rated ${JSON.stringify(ratings)}`, () => ratingOf(ratings, lengths));
    }
    const key = {
      ranking: row.ranks,
      steps: firstWrongOf(row.steps ?? []),
      thumbs_up: null,
      thumbs_down: null,
    };
    return this.#number(`${outcome} ${JSON.stringify(key[outcome])}`, () => {
      if (outcome === 'ranking') return { kind: 'ranking', orders: ordersOf(row.ranks ?? []) };
      if (outcome === 'steps') return { kind: 'steps', firstWrong: key.steps };
      return { kind: 'thumbs', up: outcome === 'thumbs_up' };
    });
  }

  /** Its place in `shownAnswers`, by what was on the screen: ranks by place, ratings by key and place. */
  shownOf(row: GivenAnswer): number {
    const { outcome } = row;
    const order = row.order ?? [];
    if (outcome === 'preference')
      return this.#shownNumber((row.strength ?? 0) < 0 === row.first_left ? 'left' : 'right', '');
    if (outcome === 'thumbs_up' || outcome === 'thumbs_down') return this.#shownNumber(outcome, '');
    if (outcome === 'ranking')
      return this.#shownNumber(outcome, JSON.stringify(presentedRanks(row.ranks ?? [], order)));
    if (outcome === 'rated') {
      const places = (row.ratings ?? []).map(({ key, response, value }) => [
        key,
        order.indexOf(response),
        value,
      ]);
      return this.#shownNumber(outcome, JSON.stringify(places.map(String).sort()));
    }
    if (outcome !== 'steps') return -1;
    const wrong = firstWrongOf(row.steps ?? []);
    return this.#shownNumber(wrong === null ? 'no_wrong_step' : 'wrong_step', String(wrong));
  }

  #number(key: string, make: () => Answer): number {
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    this.#answers.set(key, this.answers.length);
    this.answers.push(make());
    return this.answers.length - 1;
  }

  #shownNumber(what: Shown, key: string): number {
    const known = this.#shown.get(`${what} ${key}`);
    if (known !== undefined) return known;
    this.#shown.set(`${what} ${key}`, this.shownAnswers.length);
    this.shownAnswers.push(what);
    return this.shownAnswers.length - 1;
  }
}

function ratingOf(ratings: CanonicalDetails['ratings'], lengths: ReadonlyMap<string, number>): Answer {
  return {
    kind: 'rating',
    values: new Map(
      ratings.map(({ key, response, value }): [string, Rated] => [
        `${key} ${response}`,
        { value, length: lengths.get(key) ?? null },
      ]),
    ),
  };
}
