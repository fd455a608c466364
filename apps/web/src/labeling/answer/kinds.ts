import { later } from './later.ts';
import { lazyLater } from '../../ui/lazy-later.ts';

// Parts of questions that are not pairs; they come with the first work that asks them.
export const RankAnswers = lazyLater(async () => ({ default: (await later.rankAnswers()).RankAnswers }));
export const StepsAnswer = lazyLater(async () => ({ default: (await later.stepsAnswer()).StepsAnswer }));
export const RankPanel = lazyLater(async () => ({ default: (await later.rankPanel()).RankPanel }));
export const SinglePanel = lazyLater(async () => ({ default: (await later.singlePanel()).SinglePanel }));
