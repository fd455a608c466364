import { expect, test } from 'vitest';
import { paths, safeNext } from './paths.ts';

test('every address', () => {
  const built = Object.fromEntries(
    Object.entries(paths).map(([name, build]) => [name, build('p1', 'a1', 'b1')]),
  );
  expect(built).toMatchInlineSnapshot(`
    {
      "account": "/account",
      "annotate": "/annotate/p1",
      "annotator": "/projects/p1/annotators/a1",
      "annotators": "/projects/p1/annotators",
      "audit": "/audit",
      "comparison": "/projects/p1/comparisons/a1",
      "comparisons": "/projects/p1/comparisons",
      "convert": "/convert",
      "crowd": "/crowd/p1",
      "dataset": "/projects/p1/datasets/a1",
      "datasets": "/projects/p1/datasets",
      "exam": "/my-work/p1/exam",
      "forgot": "/forgot",
      "guidelines": "/projects/p1/guidelines",
      "home": "/",
      "import": "/projects/p1/imports/a1",
      "imports": "/projects/p1/imports",
      "join": "/join",
      "leaderboard": "/projects/p1/leaderboard",
      "members": "/projects/p1/members",
      "myFeedback": "/my-work/feedback",
      "myJudgments": "/my-work/p1/judgments",
      "myTime": "/my-work/time",
      "newDataset": "/projects/p1/datasets/new",
      "newProject": "/projects/new",
      "people": "/people",
      "practice": "/my-work/p1/practice",
      "project": "/projects/p1",
      "projectAudit": "/projects/p1/audit",
      "projectWebhooks": "/projects/p1/webhooks",
      "projects": "/projects",
      "provider": "/sign-in/provider",
      "quality": "/projects/p1/quality",
      "question": "/projects/p1/question",
      "recipeHealth": "/projects/p1/health/a1",
      "register": "/register",
      "reset": "/reset",
      "resolutions": "/projects/p1/resolutions",
      "retention": "/retention",
      "review": "/projects/p1/review",
      "revisit": "/annotate/p1?revisit=a1",
      "routing": "/projects/p1/routing",
      "setup": "/setup",
      "signIn": "/sign-in",
      "system": "/system",
      "tokens": "/tokens",
      "trash": "/trash",
      "version": "/projects/p1/versions/a1",
      "versionDiff": "/projects/p1/versions/a1/diff/b1",
      "versionHealth": "/projects/p1/versions/a1/health",
      "webhook": "/webhooks/p1",
      "webhooks": "/webhooks",
      "why": "/projects/p1/versions/a1/why/b1",
      "work": "/my-work",
      "workPreferences": "/my-work/preferences",
    }
  `);
});

test('after signing in nobody is sent to another site', () => {
  expect(safeNext('/annotate/p1')).toBe('/annotate/p1');
  expect(safeNext('//evil.example')).toBe('/');
  expect(safeNext('/\\evil.example')).toBe('/');
  expect(safeNext('https://evil.example')).toBe('/');
  expect(safeNext(null)).toBe('/');
});
