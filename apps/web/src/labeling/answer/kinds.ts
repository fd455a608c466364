import { lazy } from 'react';
import { later } from './later.ts';

// Parts of questions that are not pairs; they come with the first work that asks them.
export const RankAnswers = lazy(async () => ({ default: (await later.rankAnswers()).RankAnswers }));
export const StepsAnswer = lazy(async () => ({ default: (await later.stepsAnswer()).StepsAnswer }));
export const RankPanel = lazy(async () => ({ default: (await later.rankPanel()).RankPanel }));
export const SinglePanel = lazy(async () => ({ default: (await later.singlePanel()).SinglePanel }));
