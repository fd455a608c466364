import { answerStories } from './stories/answers.tsx';
import { basicStories } from './stories/basics.tsx';
import { deskStories } from './stories/desk.tsx';
import { partStories } from './stories/parts.tsx';
import { readingStories } from './stories/reading.tsx';
import type { Story } from './story.tsx';

/** Everything the gallery shows, in its order. Each name is used once. */
export const stories: readonly Story[] = [
  ...answerStories,
  ...partStories,
  ...readingStories,
  ...deskStories,
  ...basicStories,
];
