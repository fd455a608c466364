import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiProblem, type CallInput } from '@pairwright/contract/client';
import { ApiAnnotator, type Manners, submission } from './api-annotator.ts';
import { Dice } from './dice.ts';
import type { History, LastWord } from './history.ts';

/** What somebody does with an assignment, and how often in a hundred. */
const habits = [
  ['vote', 62],
  ['vote_twice_the_same', 6],
  ['change', 6],
  ['take_back', 6],
  ['take_back_and_vote', 5],
  ['skip', 6],
  ['skip_and_return', 3],
  ['flag', 2],
  ['hold', 4],
] as const;
type Habit = (typeof habits)[number][0];

export interface Workplace {
  readonly projectId: string;
  readonly history: History;
  /** Whether there is nothing left to do. */
  isDone(): boolean;
  /** Called after each answer. */
  onAnswer(): void;
}

/** An annotator with all the habits people have: votes late, twice, changes their mind, skips, walks away. */
export class BusyAnnotator extends ApiAnnotator {
  /** Assignments left lying, to be voted on when their lease is over. */
  readonly #held: string[] = [];
  /** What was taken back since the last claim. */
  #takenBack: string[] = [];
  readonly #dice: Dice;

  constructor(
    who: { readonly userId: string; readonly token: string },
    how: Manners & { /** Left out: draws that nobody repeats. */ readonly dice?: Dice },
  ) {
    super(who, how);
    this.#dice = how.dice ?? new Dice(randomInt(1_000_000), who.userId);
  }

  async work(place: Workplace): Promise<void> {
    while (!place.isDone()) {
      this.#takenBack = [];
      const ids = await this.#claim(place);
      if (ids.length === 0) await delay(this.#dice.between(20, 80));
      for (const id of ids) await this.#deal(place, id, this.#draw());
      // What was left lying is voted on after all, half of the time: late, but not lost.
      const late = this.#held.shift();
      if (late !== undefined && this.#dice.below(2) === 0) await this.#vote(place, late);
    }
    // Everything was judged at a moment when these still counted, and nobody is left to give them.
    for (const id of this.#takenBack) await this.#vote(place, id);
  }

  async #claim({ projectId }: Workplace): Promise<string[]> {
    try {
      const { items } = await this.untilAnswered((client) =>
        client.call('claimAssignments', { params: { projectId }, body: { count: this.#dice.between(1, 6) } }),
      );
      return items.map(({ id }) => id);
    } catch (error) {
      // Somebody has paused the project.
      if (error instanceof ApiProblem && error.body.code === 'project_not_active') return [];
      throw error;
    }
  }

  async #deal(place: Workplace, id: string, habit: Habit): Promise<void> {
    switch (habit) {
      case 'vote':
        return void (await this.#vote(place, id));
      case 'vote_twice_the_same':
        return void (await this.#vote(place, id, true));
      case 'change':
        await this.#vote(place, id);
        return void (await this.#vote(place, id));
      case 'take_back':
        await this.#takeBack(place, id, await this.#vote(place, id));
        return void this.#takenBack.push(id);
      case 'take_back_and_vote':
        await this.#takeBack(place, id, await this.#vote(place, id));
        return void (await this.#vote(place, id));
      case 'skip':
        return this.#skip(place, id);
      case 'skip_and_return':
        await this.#skip(place, id);
        return this.#unskip(place, id);
      case 'flag':
        await this.#flag(place, id);
        return void (await this.#vote(place, id));
      case 'hold':
        this.#held.push(id);
        this.#say(place, id, { kind: 'held' });
    }
  }

  async #vote(place: Workplace, assignmentId: string, twice = false): Promise<string> {
    const position = this.#dice.between(1, 8);
    const body = submission(position);
    const input: CallInput<'submitJudgment'> = { params: this.#at(place, assignmentId), body };
    const receipt = await this.untilAnswered((client) => client.call('submitJudgment', input));
    if (twice) {
      const again = await this.untilAnswered((client) => client.call('submitJudgment', input));
      if (JSON.stringify(again) !== JSON.stringify(receipt))
        throw new Error(`The same judgment was answered twice in different ways: ${body.id}.`);
    }
    place.history.acknowledged.set(body.id, { assignmentId, position });
    const { createdAt } = receipt;
    this.#say(place, assignmentId, { kind: 'voted', judgmentId: body.id, position, createdAt });
    return body.id;
  }

  async #takeBack(place: Workplace, assignmentId: string, judgmentId: string): Promise<void> {
    const body = { id: randomUUID(), judgmentId };
    await this.untilAnswered((client) =>
      client.call('retractJudgment', { params: this.#at(place, assignmentId), body }),
    );
    this.#say(place, assignmentId, { kind: 'taken_back' });
  }

  async #skip(place: Workplace, assignmentId: string): Promise<void> {
    await this.untilAnswered((client) =>
      client.call('skipAssignment', {
        params: this.#at(place, assignmentId),
        body: { reason: 'other', note: 'No idea.' },
      }),
    );
    this.#say(place, assignmentId, { kind: 'skipped' });
  }

  async #unskip(place: Workplace, assignmentId: string): Promise<void> {
    await this.untilAnswered((client) =>
      client.call('unskipAssignment', { params: this.#at(place, assignmentId) }),
    );
    this.#say(place, assignmentId, { kind: 'held' });
  }

  async #flag(place: Workplace, assignmentId: string): Promise<void> {
    const body = { id: randomUUID(), reason: 'other' as const };
    await this.untilAnswered((client) =>
      client.call('flagAssignment', { params: this.#at(place, assignmentId), body }),
    );
  }

  #at({ projectId }: Workplace, assignmentId: string) {
    return { projectId, assignmentId };
  }

  #say(place: Workplace, assignmentId: string, word: LastWord): void {
    place.history.lastWords.set(assignmentId, { ...word, annotatorId: this.userId });
    place.onAnswer();
  }

  #draw(): Habit {
    let ticket = this.#dice.below(habits.reduce((sum, [, share]) => sum + share, 0));
    for (const [habit, share] of habits) {
      if (ticket < share) return habit;
      ticket -= share;
    }
    return 'vote';
  }
}
