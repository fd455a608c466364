import { z } from 'zod';
import type { ExportFormat } from '@pairwright/contract/datasets';
import { freezeEvidence } from '@pairwright/contract/freeze-evidence';
import { detectedLanguages } from '@pairwright/contract/import-languages';
import { personalKinds } from '@pairwright/contract/personal-data';

const mainKind = z.enum(['pair', 'rank', 'single']);

/**
 * What the card and the manifest of a version tell besides its numbers, as it was at the freeze. It is stored with the
 * version, so that renaming a project or a dataset later changes no bytes.
 */
const askedQuestion = z.object({
  en: z.string(),
  zh: z.string(),
  /** Null where the question has no scale. */
  points: z.number().nullable(),
  /** Versions frozen before there were other questions asked for pairs. */
  kind: mainKind.default('pair'),
});

const sources = z.array(
  z.object({ name: z.string().nullable(), comparisons: z.number(), licences: z.array(z.string()) }),
);

const locale = z.enum(['en', 'zh-CN']);

const facts = z.object({
  factsVersion: z.literal(1),
  writtenBy: z.string(),
  project: z.object({ slug: z.string(), name: z.string(), language: z.enum(['en', 'zh-CN', 'mixed']) }),
  dataset: z.object({ slug: z.string(), name: z.string() }),
  /** Versions of question and guidelines under which judgments of the project were given, with their texts; oldest first. */
  questions: z.array(askedQuestion.extend({ version: z.number() })),
  guidelines: z.array(
    z.object({
      version: z.number(),
      markdown: z.string(),
      /** Of that text; null: a project of both languages does not tell. Both are left out in versions frozen before there were two texts. */
      locale: locale.nullable().optional(),
      /** The same in the other language, where it was written. */
      other: z.object({ locale, markdown: z.string() }).nullable().optional(),
    }),
  ),
  /** The question of the project at the freeze, for versions without a judgment. */
  question: askedQuestion,
  /** Judged comparisons of the project by the source that their prompt names, else their batch; null: none. */
  sources,
  /** Those of which neither states a licence; null in versions frozen before they were counted. */
  unlicensed: z.number().nullable().default(null),
  /** Languages of those prompts, most comparisons first; null in versions frozen before they were looked for. */
  languages: z.array(z.string()).nullable().default(null),
  /** The same of the rows alone: what is filtered or left out is in none of it. Null as above. */
  ofRows: z
    .object({
      /** Versions under which the counted judgments of their comparisons were given. */
      questionVersions: z.array(z.number()),
      guidelinesVersions: z.array(z.number()),
      sources,
      unlicensed: z.number(),
      languages: z.array(z.string()),
    })
    .nullable()
    .default(null),
  judgmentsCounted: z.number(),
  /** Those that the filters leave out; null in versions frozen before it was counted. */
  judgmentsFiltered: z.number().nullable().default(null),
  /** Of those that count the ones behind rows; null in versions frozen before it was counted. */
  judgmentsOfRows: z.number().nullable().default(null),
  /** No message has a name, tool calls, images or null content. */
  plainMessages: z.boolean(),
  /** Some message has images; versions frozen before there were any have none. */
  withImages: z.boolean().default(false),
  /** Whether votes were weighed; null: the recipe does not. False: nobody's accuracy was known. */
  weighed: z.boolean().nullable().default(null),
  /** What the accuracies were learnt from, which alone is weighed; null: nothing is, or the version was frozen before it was told. */
  weighedOf: z.enum(['pairs', 'thumbs']).nullable().default(null),
  /** Prompts that are nearly the same as another one and were put into its part; null: not looked for. */
  nearPrompts: z.number().nullable().default(null),
  /** Texts with personal data by its kind; null: not looked for. */
  personalTexts: z.partialRecord(z.enum(personalKinds), z.number()).nullable().default(null),
  /** Prompts of its rows whose language was detected by an import; versions frozen before there were any have none. */
  detectedLanguages: detectedLanguages.default([]),
  /** Null in versions frozen before it was told. */
  frozenBy: z
    .object({ commit: z.string().nullable(), schema: z.string(), snapshot: z.string() })
    .nullable()
    .default(null),
  /** Null in versions frozen before it was looked for. */
  evidence: freezeEvidence.nullable().default(null),
});
export type Facts = z.infer<typeof facts>;

/** Reads the facts a version was stored with. */
export function parseFacts(value: unknown): Facts {
  return facts.parse(value);
}

type Told = Pick<Facts, 'questions' | 'guidelines' | 'sources' | 'unlicensed'> & {
  /** Null: known of the project only, since the version was frozen before they were looked for. */
  readonly languages: readonly string[] | null;
};

/** What holds of the files in a format: `votes` has every judgment of the project, the others have the rows. */
export function toldIn(format: ExportFormat, facts: Facts): Told {
  const { ofRows } = facts;
  if (format === 'votes' || ofRows === null) return facts;
  return {
    questions: facts.questions.filter(({ version }) => ofRows.questionVersions.includes(version)),
    guidelines: facts.guidelines.filter(({ version }) => ofRows.guidelinesVersions.includes(version)),
    sources: ofRows.sources,
    unlicensed: ofRows.unlicensed,
    languages: ofRows.languages,
  };
}
