import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiProblem, type CallInput } from '@pairwright/contract/client';
import type { Assignment } from '@pairwright/contract/annotate';
import { ApiAnnotator, type Manners, submissionOf } from './api-annotator.ts';
import { Dice } from './dice.ts';
import type { History, LastWord } from './history.ts';
import { kindOf, type KindName } from './kinds.ts';

/** What somebody does with an assignment, and how often in a hundred. */
const habits = [
  ['vote', 54],
  ['vote_twice_the_same', 6],
  ['change', 6],
  ['take_back', 6],
  ['take_back_and_vote', 5],
  ['skip', 6],
  ['skip_and_return', 3],
  ['flag', 2],
  ['draft_and_vote', 6],
  ['draft_and_hold', 2],
  ['hold', 4],
] as const;
type Habit = (typeof habits)[number][0];

export interface Workplace {
  readonly projectId: string;
  readonly kind: KindName;
  readonly history: History;
  /** Whether there is nothing left to do. */
  isDone(): boolean;
  /** Called after each answer. */
  onAnswer(): void;
}

/** An annotator with all the habits people have: votes late, twice, changes their mind, skips, walks away. */
export class BusyAnnotator extends ApiAnnotator {
  /** Assignments left lying, to be voted on when their lease is over. */
  readonly #held: Assignment[] = [];
  /** What was taken back since the last claim. */
  #takenBack: Assignment[] = [];
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
      const items = await this.#claim(place);
      if (items.length === 0) await delay(this.#dice.between(20, 80));
      for (const item of items) await this.#deal(place, item, this.#draw());
      // What was left lying is voted on after all, half of the time: late, but not lost.
      const late = this.#held.shift();
      if (late !== undefined && this.#dice.below(2) === 0) await this.#vote(place, late);
    }
    // Everything was judged at a moment when these still counted, and nobody is left to give them.
    for (const item of this.#takenBack) await this.#vote(place, item);
  }

  async #claim({ projectId }: Workplace): Promise<readonly Assignment[]> {
    try {
      const { items } = await this.untilAnswered((client) =>
        client.call('claimAssignments', { params: { projectId }, body: { count: this.#dice.between(1, 6) } }),
      );
      return items;
    } catch (error) {
      // Somebody has paused the project.
      if (error instanceof ApiProblem && error.body.code === 'project_not_active') return [];
      throw error;
    }
  }

  async #deal(place: Workplace, item: Assignment, habit: Habit): Promise<void> {
    switch (habit) {
      case 'vote':
        return void (await this.#vote(place, item));
      case 'vote_twice_the_same':
        return void (await this.#vote(place, item, true));
      case 'change':
        await this.#vote(place, item);
        return void (await this.#vote(place, item));
      case 'take_back':
        await this.#takeBack(place, item.id, await this.#vote(place, item));
        return void this.#takenBack.push(item);
      case 'take_back_and_vote':
        await this.#takeBack(place, item.id, await this.#vote(place, item));
        return void (await this.#vote(place, item));
      case 'skip':
        return this.#skip(place, item.id);
      case 'skip_and_return':
        await this.#skip(place, item.id);
        return this.#unskip(place, item.id);
      case 'flag':
        await this.#flag(place, item.id);
        return void (await this.#vote(place, item));
      case 'draft_and_vote':
        await this.#draft(place, item);
        return void (await this.#vote(place, item));
      case 'draft_and_hold':
        await this.#draft(place, item);
        return void this.#held.push(item);
      case 'hold':
        this.#held.push(item);
        this.#say(place, item.id, { kind: 'held' });
    }
  }

  async #vote(place: Workplace, item: Assignment, twice = false): Promise<string> {
    const given = kindOf(place.kind).answer(item, this.#dice);
    const body = submissionOf(given);
    const input: CallInput<'submitJudgment'> = { params: this.#at(place, item.id), body };
    const receipt = await this.untilAnswered((client) => client.call('submitJudgment', input));
    if (twice) {
      const again = await this.untilAnswered((client) => client.call('submitJudgment', input));
      if (JSON.stringify(again) !== JSON.stringify(receipt))
        throw new Error(`The same judgment was answered twice in different ways: ${body.id}.`);
    }
    place.history.acknowledged.set(body.id, { assignmentId: item.id, given });
    const { createdAt } = receipt;
    this.#say(place, item.id, { kind: 'voted', judgmentId: body.id, createdAt });
    return body.id;
  }

  async #draft(place: Workplace, item: Assignment): Promise<void> {
    const draft = kindOf(place.kind).answer(item, this.#dice);
    await this.untilAnswered((client) =>
      client.call('saveDraft', { params: this.#at(place, item.id), body: draft }),
    );
    this.#say(place, item.id, { kind: 'drafted', draft });
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
