import type account from '../locales/en/account.json';
import type auth from '../locales/en/auth.json';
import type console from '../locales/en/console.json';
import type consoleAnnotators from '../locales/en/console-annotators.json';
import type consoleConvert from '../locales/en/console-convert.json';
import type consoleDatasets from '../locales/en/console-datasets.json';
import type consoleExclude from '../locales/en/console-exclude.json';
import type consoleFaults from '../locales/en/console-faults.json';
import type consoleHealth from '../locales/en/console-health.json';
import type consoleImports from '../locales/en/console-imports.json';
import type consoleLeaderboard from '../locales/en/console-leaderboard.json';
import type consoleOverview from '../locales/en/console-overview.json';
import type consolePeople from '../locales/en/console-people.json';
import type consolePractice from '../locales/en/console-practice.json';
import type consoleProjects from '../locales/en/console-projects.json';
import type consoleQuality from '../locales/en/console-quality.json';
import type consoleQuestion from '../locales/en/console-question.json';
import type consoleStatistics from '../locales/en/console-statistics.json';
import type consoleReview from '../locales/en/console-review.json';
import type consoleRouting from '../locales/en/console-routing.json';
import type consoleVersions from '../locales/en/console-versions.json';
import type consoleCrowd from '../locales/en/console-crowd.json';
import type consoleInvites from '../locales/en/console-invites.json';
import type entry from '../locales/en/entry.json';
import type labeling from '../locales/en/labeling.json';
import type labelingLife from '../locales/en/labeling-life.json';
import type labelingParts from '../locales/en/labeling-parts.json';
import type labelingRank from '../locales/en/labeling-rank.json';
import type labelingSingle from '../locales/en/labeling-single.json';
import type labelingTurns from '../locales/en/labeling-turns.json';
import type labelingReading from '../locales/en/labeling-reading.json';
import type practice from '../locales/en/practice.json';
import type problem from '../locales/en/problem.json';
import type safety from '../locales/en/safety.json';
import type shell from '../locales/en/shell.json';
import type ui from '../locales/en/ui.json';
import type work from '../locales/en/work.json';
import type workLife from '../locales/en/work-life.json';

/** One entry per catalogue file; a new feature adds its line here. */
interface Catalogues {
  account: typeof account;
  auth: typeof auth;
  console: typeof console;
  'console-annotators': typeof consoleAnnotators;
  'console-convert': typeof consoleConvert;
  'console-datasets': typeof consoleDatasets;
  'console-exclude': typeof consoleExclude;
  'console-faults': typeof consoleFaults;
  'console-health': typeof consoleHealth;
  'console-imports': typeof consoleImports;
  'console-leaderboard': typeof consoleLeaderboard;
  'console-overview': typeof consoleOverview;
  'console-people': typeof consolePeople;
  'console-practice': typeof consolePractice;
  'console-projects': typeof consoleProjects;
  'console-quality': typeof consoleQuality;
  'console-question': typeof consoleQuestion;
  'console-statistics': typeof consoleStatistics;
  'console-review': typeof consoleReview;
  'console-routing': typeof consoleRouting;
  'console-versions': typeof consoleVersions;
  'console-crowd': typeof consoleCrowd;
  'console-invites': typeof consoleInvites;
  entry: typeof entry;
  labeling: typeof labeling;
  'labeling-life': typeof labelingLife;
  'labeling-parts': typeof labelingParts;
  'labeling-rank': typeof labelingRank;
  'labeling-single': typeof labelingSingle;
  'labeling-turns': typeof labelingTurns;
  'labeling-reading': typeof labelingReading;
  practice: typeof practice;
  problem: typeof problem;
  safety: typeof safety;
  shell: typeof shell;
  ui: typeof ui;
  work: typeof work;
  'work-life': typeof workLife;
}

export type Feature = keyof Catalogues;

type KeysOf<F extends Feature> = `${F}.${keyof Catalogues[F] & string}`;

/** Every message key: `<feature>.<key>`. */
export type MessageKey = { [F in Feature]: KeysOf<F> }[Feature];
