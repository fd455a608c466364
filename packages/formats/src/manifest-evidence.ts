import type { FreezeEvidence } from '@pairwright/contract/freeze-evidence';

/** What people were asked and told, by the versions under which they judged; oldest first. */
export interface Asked {
  readonly questions: readonly {
    readonly version: number;
    readonly en: string;
    readonly zh: string;
    readonly kind: 'pair' | 'rank' | 'single';
    readonly points: number | null;
  }[];
  readonly guidelines: readonly {
    readonly version: number;
    readonly markdown: string;
    /** Of that text; null: not told. This and the other text are left out in versions frozen before there were two (3). */
    readonly locale?: GuidelinesLocale | null | undefined;
    readonly other?: { readonly locale: GuidelinesLocale; readonly markdown: string } | null | undefined;
  }[];
}

export type GuidelinesLocale = 'en' | 'zh-CN';

/** What the second version of the manifest adds. Undefined numbers are null and have a reason. */
export interface Evidence {
  readonly agreement: FreezeEvidence['agreement'];
  readonly annotators: {
    readonly people: number;
    readonly judgments_each: {
      readonly least: number;
      readonly quarter: number;
      readonly median: number;
      readonly three_quarters: number;
      readonly most: number;
    } | null;
    readonly each: readonly AnnotatorFacts[] | null;
  };
  readonly gold: FreezeEvidence['gold'];
  readonly questions: Asked['questions'];
  readonly guidelines: Asked['guidelines'];
}

interface AnnotatorFacts {
  readonly annotator: string;
  readonly judgments: number;
  readonly counted: number;
  /** Those of `counted` behind rows (3). */
  readonly of_rows?: number;
  readonly gold: { readonly right: number; readonly of: number };
}

/** The same as a manifest says it. */
export function evidencePart(
  { agreement, annotators, gold }: FreezeEvidence,
  { questions, guidelines }: Asked,
): Evidence {
  const spread = annotators.judgmentsEach;
  return {
    agreement,
    annotators: {
      people: annotators.people,
      judgments_each:
        spread === null
          ? null
          : {
              least: spread.least,
              quarter: spread.quarter,
              median: spread.median,
              three_quarters: spread.threeQuarters,
              most: spread.most,
            },
      each:
        annotators.each?.map(({ ofRows, gold, ...counts }) => ({
          ...counts,
          ...(ofRows === undefined ? {} : { of_rows: ofRows }),
          gold,
        })) ?? null,
    },
    gold,
    questions: questions.map(({ version, en, zh, kind, points }) => ({ version, en, zh, kind, points })),
    guidelines: guidelines.map(({ version, markdown, locale, other }) => ({
      version,
      markdown,
      ...(locale === undefined ? {} : { locale }),
      ...(other === undefined
        ? {}
        : { other: other === null ? null : { locale: other.locale, markdown: other.markdown } }),
    })),
  };
}
