import type { MyJudgment } from '@pairwright/contract/annotate';
import type { Question } from '@pairwright/contract/projects';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { Link } from 'wouter';
import { ProblemState } from '../../api/ProblemState.tsx';
import { read, readPages } from '../../api/queries.ts';
import { useFormats } from '../../i18n/format.ts';
import type { Formats } from '../../i18n/format.ts';
import { useLocale, useT } from '../../i18n/use-i18n.ts';
import type { Locale } from '../../i18n/locales.ts';
import type { Translate } from '../../i18n/use-i18n.ts';
import { answerText } from '../../labeling/answer/answer-text.ts';
import { paths } from '../../paths.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { LoadMore } from '../../ui/LoadMore.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Table } from '../../ui/Table.tsx';
import type { Column } from '../../ui/Table.tsx';
import { JudgmentKeys } from './JudgmentKeys.tsx';

export default function MyJudgmentsPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const formats = useFormats();
  const locale = useLocale();
  const place = useRef<HTMLDivElement>(null);
  const projectId = params['projectId'] ?? '';
  const project = useQuery(read('getMyProject', { params: { projectId } }));
  const list = useInfiniteQuery({
    ...readPages('listMyJudgments', { params: { projectId }, query: {} }),
    refetchOnMount: 'always',
  });
  const title = t('work.judgments_title', { project: project.data?.name ?? '' });
  usePageTitle(title);
  const questions = list.data?.pages.flatMap((page) => page.questions) ?? [];
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Link href={paths.work()}>{t('work.back')}</Link>
      <h1>{title}</h1>
      {rows.length === 0 ? null : <JudgmentKeys inside={place} />}
      {list.error === null ? null : <ProblemState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? <Skeleton lines={6} /> : null}
      {list.isSuccess && rows.length === 0 ? (
        <EmptyState title={t('work.judgments_none')}>{t('work.judgments_none_why')}</EmptyState>
      ) : null}
      {rows.length === 0 ? null : (
        <div ref={place} className="stack">
          <p className="muted">{t('work.judgments_hint')}</p>
          <Table<MyJudgment>
            caption={title}
            hideCaption
            cards
            rows={rows}
            rowKey={(row) => row.judgmentId}
            columns={columnsOf({ projectId, questions, locale, t, formats })}
          />
          <LoadMore label={t('work.list_label')} shown={rows.length} list={list} />
        </div>
      )}
    </>
  );
}

interface ColumnsNeed {
  projectId: string;
  questions: readonly Question[];
  locale: Locale;
  t: Translate;
  formats: Formats;
}

/** Imported preferences name no position. */
function answerOf(
  row: MyJudgment,
  { questions, locale, t }: Pick<ColumnsNeed, 'questions' | 'locale' | 't'>,
): string {
  const question = questions.find(({ version }) => version === row.questionVersion);
  if (row.answer === null || question === undefined) return t('labeling.preference');
  return answerText(row.answer, { question, locale }, t);
}

function columnsOf({ projectId, questions, locale, t, formats }: ColumnsNeed): Column<MyJudgment>[] {
  return [
    {
      key: 'prompt',
      header: t('work.col_prompt'),
      rowHeader: true,
      cell: (row) => <bdi dir="auto">{row.promptExcerpt}</bdi>,
    },
    { key: 'answer', header: t('work.col_answer'), cell: (row) => answerOf(row, { questions, locale, t }) },
    { key: 'when', header: t('work.col_when'), cell: (row) => formats.dateTime(row.createdAt) },
    {
      key: 'open',
      header: t('work.col_open'),
      actions: true,
      cell: (row) => (
        <Link
          href={paths.revisit(projectId, row.assignmentId)}
          aria-label={`${t('work.open')}: ${row.promptExcerpt}`}
        >
          {t('work.open')}
        </Link>
      ),
    },
  ];
}
