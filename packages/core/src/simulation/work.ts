import type { Assignment } from '@pairwright/contract/annotate';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';
import { usualView } from '../annotate/usual-view.ts';
import type { ProjectContext } from '../context.ts';
import type { Seeded } from './seeded.ts';
import type { SettledWorld } from './settle-world.ts';
import type { World } from './world.ts';

/** Assignments one claim asks for, as the workbench does. */
const AT_ONCE = 3;

/** What goes on beside the work, each after so many judgments as the last call said. */
export interface Beside {
  /** Called before the first judgment, then when there are as many as it gave. */
  run(judgments: number): Promise<number>;
}

export interface Work {
  readonly budget: number;
  readonly beside: readonly Beside[];
  readonly seeded: Seeded;
}

/**
 * Lets everybody work, in an order drawn at random, until nobody gets anything or there are `budget` judgments. Gives how
 * many there were.
 */
export async function workUntilDone(
  world: World,
  { annotators }: SettledWorld,
  { budget, beside, seeded }: Work,
): Promise<number> {
  let judgments = 0;
  const next = beside.map(() => 0);
  const runBeside = async (): Promise<void> => {
    for (const [index, one] of beside.entries())
      if (judgments >= next[index]!) next[index] = await one.run(judgments);
  };
  await runBeside();
  let atWork = annotators.map((_, index) => index);
  while (atWork.length > 0 && judgments < budget) {
    const person = atWork[Math.floor(world.random() * atWork.length)]!;
    const ctx = seeded.as(annotators[person]!);
    await seeded.reseed();
    const { items } = await claimAssignments(ctx, { count: AT_ONCE });
    for (const item of items.slice(0, budget - judgments)) {
      await judge(ctx, item, { world, person });
      judgments += 1;
      await runBeside();
    }
    // What others do may open places again: whoever found nothing is asked again once somebody found something.
    atWork =
      items.length === 0 ? atWork.filter((other) => other !== person) : annotators.map((_, index) => index);
  }
  return judgments;
}

interface Judge {
  readonly world: World;
  readonly person: number;
}

async function judge(ctx: ProjectContext, item: Assignment, { world, person }: Judge): Promise<void> {
  const comparison = world.comparisons[Number(item.prompt[0]?.content)]!;
  const onLeft = Number(item.responses[0]?.messages[0]?.content);
  const isRight = world.random() < world.accuracies[person]!;
  const picked = isRight ? comparison.better : 1 - comparison.better;
  const strength = 1 + Math.floor(world.random() * 3);
  await submitJudgment(ctx, {
    id: ctx.ids.next(),
    assignmentId: item.id,
    answer: { outcome: 'scale', position: picked === onLeft ? 4 - strength : 4 + strength },
    activeMs: 10_000,
    questionVersion: item.questionVersion,
    guidelinesVersion: 1,
    view: { ...usualView, visibleMs: 10_000 },
  });
}
