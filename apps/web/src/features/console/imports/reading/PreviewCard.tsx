import type { LanguagePolicy } from '@pairwright/contract/import-languages';
import type { ImportInspection, PastVote, PreviewRow } from '@pairwright/contract/import-inspection';
import { useQuery } from '@tanstack/react-query';
import { ProblemState } from '../../../../api/ProblemState.tsx';
import { read } from '../../../../api/queries.ts';
import { useFormats } from '../../../../i18n/format.ts';
import { useLocale, useT } from '../../../../i18n/use-i18n.ts';
import type { Translate } from '../../../../i18n/use-i18n.ts';
import { placeLetter } from '../../../../labeling/answer/place-letter.ts';
import { Turns } from '../../../../labeling/pane/Turns.tsx';
import type { Work } from '../../../../labeling/session/session.ts';
import { Banner } from '../../../../ui/Banner.tsx';
import { Button } from '../../../../ui/Button.tsx';
import { Card } from '../../../../ui/Card.tsx';
import { Skeleton } from '../../../../ui/Skeleton.tsx';
import { canBeTried, TriedForm } from '../../projects/form/TriedForm.tsx';
import { MainPreview } from '../../projects/ScalePreview.tsx';
import styles from '../../shared/console.module.css';
import { faultWords, foundWords } from '../fault-words.ts';
import faultStyles from '../faults.module.css';
import { nextFault } from '../keys/next-fault.ts';
import type { ReadingDesk } from './use-reading.ts';

type GoodRow = Extract<PreviewRow, { ok: true }>;
type BadRow = Extract<PreviewRow, { ok: false }>;

/** Which of the rows is shown. */
interface Turning {
  at: number;
  onAt: (at: number) => void;
}

interface Treated {
  /** What becomes of prompts whose rows name no language. */
  languages: LanguagePolicy;
}

/** The first rows as annotators will see them, those with faults among them. */
export function PreviewCard({ desk, languages, at, onAt }: { desk: ReadingDesk } & Treated & Turning) {
  const t = useT();
  const { preview, previewError } = desk;
  if (desk.reading === null) return null;
  return (
    <Card title={t('console-imports.preview_title')}>
      {previewError === null ? null : <ProblemState error={previewError} />}
      {preview === undefined && previewError === null ? <Skeleton lines={6} /> : null}
      {preview === undefined ? null : (
        <Rows preview={preview} projectId={desk.job.projectId} languages={languages} at={at} onAt={onAt} />
      )}
    </Card>
  );
}

function Rows({
  preview,
  projectId,
  languages,
  at: wanted,
  onAt: setAt,
}: { preview: ImportInspection; projectId: string } & Treated & Turning) {
  const t = useT();
  const rows = preview.preview;
  const at = Math.min(wanted, rows.length - 1);
  const row = rows[at];
  const nextBad = nextFault(rows, at);
  return (
    <>
      <p>{t('console-imports.preview_counts', { good: preview.good, bad: preview.bad })}</p>
      {row === undefined ? null : (
        <>
          <div className={styles['actions']}>
            <Button
              disabledReason={at === 0 ? t('console-imports.first_row') : null}
              onClick={() => setAt(at - 1)}
            >
              {t('console-imports.previous_row')}
            </Button>
            <Button
              disabledReason={at === rows.length - 1 ? t('console-imports.last_row') : null}
              onClick={() => setAt(at + 1)}
            >
              {t('console-imports.next_row')}
            </Button>
            {nextBad === null ? null : (
              <Button onClick={() => setAt(nextBad)}>{t('console-imports.next_fault')}</Button>
            )}
            <PlaceText row={row} />
          </div>
          {row.ok ? (
            <Good key={at} row={row} projectId={projectId} languages={languages} />
          ) : (
            <Bad row={row} />
          )}
        </>
      )}
    </>
  );
}

function PlaceText({ row }: { row: PreviewRow }) {
  const t = useT();
  const formats = useFormats();
  const number = formats.number(row.row ?? row.line);
  return (
    <span className="muted" aria-live="polite">
      {row.file === null ? null : <bdi>{row.file} </bdi>}
      {t(row.row === null ? 'console-imports.at_line' : 'console-imports.at_row', { number })}
    </span>
  );
}

function Bad({ row }: { row: BadRow }) {
  const t = useT();
  const locale = useLocale();
  return (
    <ul className={styles['notes']}>
      {row.faults.map((fault) => {
        const words = faultWords(fault, locale, t);
        return (
          <li key={`${fault.path} ${fault.code}`}>
            <code className={faultStyles['path']}>{fault.path}</code>{' '}
            <span className={faultStyles['found']}>{foundWords(fault, locale, t)}</span>
            <br />
            {words.rule}
            {words.original === null ? null : <span lang="en">{` (${words.original})`}</span>}
            <br />
            <span className="muted">{words.fix}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Good({ row, projectId, languages }: { row: GoodRow; projectId: string } & Treated) {
  const t = useT();
  const language = row.language ?? (languages === 'detect' ? row.detectedLanguage : null);
  const project = useQuery(read('getProject', { params: { projectId } }));
  const question = project.data?.question;
  return (
    <div className={styles['form']}>
      <section aria-label={t('console-imports.place_prompt')}>
        <h3>{t('console-imports.place_prompt')}</h3>
        <LanguageText row={row} languages={languages} />
        <Turns messages={row.prompt} language={language} rendering="markdown" />
      </section>
      <div className={styles['grid']}>
        {row.responses.map(({ model, messages }, place) => (
          // Nothing else tells two answers of the same model apart.
          <section key={place} aria-label={t('labeling.answer_letter', { letter: placeLetter(place) })}>
            <h3>
              {t('labeling.answer_letter', { letter: placeLetter(place) })}{' '}
              <bdi className="muted" translate="no">
                {model}
              </bdi>
            </h3>
            <Turns messages={messages} language={language} rendering="markdown" />
          </section>
        ))}
      </div>
      <Equal row={row} alone={question?.form.main.kind === 'single'} />
      {question === undefined ? null : <Asked row={row} language={language} question={question} />}
      {row.pictures === 0 ? null : (
        <p className="muted">{t('console-imports.preview_pictures', { count: row.pictures })}</p>
      )}
      <Votes votes={row.votes} />
    </div>
  );
}

/** The language that the prompt comes in with, and whether it is named or detected; nothing where it has none and shall not. */
function LanguageText({ row, languages }: { row: GoodRow } & Treated) {
  const t = useT();
  const names = new Intl.DisplayNames(useLocale(), { type: 'language' });
  const text =
    row.language !== null
      ? t(`console-imports.preview_language${row.languageDetected ? '_detected' : ''}`, {
          language: row.language,
        })
      : languages === 'keep'
        ? null
        : row.detectedLanguage === null
          ? t('console-imports.preview_language_unclear')
          : t('console-imports.preview_language_detected', {
              language: names.of(row.detectedLanguage) ?? row.detectedLanguage,
            });
  return text === null ? null : <p className="muted">{text}</p>;
}

/** What does not come of a row because texts are equal; `alone`: answers are judged one by one. */
function Equal({ row, alone }: { row: GoodRow; alone: boolean }) {
  const t = useT();
  const formats = useFormats();
  if (row.equal.length === 0) return null;
  const isAll = !alone && row.equal[0]?.length === row.responses.length;
  return (
    <Banner tone="warn">
      {isAll
        ? t('console-imports.equal_all')
        : row.equal.map((places) => (
            <p key={places.join(' ')}>
              {t(alone ? 'console-imports.equal_alone' : 'console-imports.equal', {
                answers: formats.list(places.map((place) => placeLetter(place))),
              })}
            </p>
          ))}
    </Banner>
  );
}

/** What annotators are asked of these answers; to be tried where one comparison holds all of them. */
function Asked({ row, language, question }: { row: GoodRow } & Pick<Work, 'language' | 'question'>) {
  const locale = useLocale();
  // Nothing is asked of answers of which no comparison comes.
  if (question.form.main.kind !== 'single' && row.equal[0]?.length === row.responses.length) return null;
  const work: Work = {
    id: 'preview',
    language,
    prompt: row.prompt,
    responses: row.responses.map(({ messages }) => ({ messages })),
    judgeTurn: null,
    sensitive: [],
    question,
  };
  if (canBeTried(question) && row.responses.length === 2) return <TriedForm work={work} />;
  return (
    <>
      <p>{question.text[locale]}</p>
      <MainPreview main={question.form.main} />
    </>
  );
}

function Votes({ votes }: { votes: readonly PastVote[] }) {
  const t = useT();
  if (votes.length === 0) return null;
  return (
    <section aria-label={t('console-imports.preview_votes')}>
      <h3>{t('console-imports.preview_votes')}</h3>
      <ul className={styles['notes']}>
        {votes.map((vote, index) => (
          // Two votes may be equal.
          <li key={index}>
            <bdi>{vote.annotator ?? t('console-imports.nobody')}</bdi>
            {vote.kind === 'model' ? ` (${t('console-imports.judged_by_model')})` : null}
            {': '}
            {saidText(vote, t)}
            {vote.leftOut ? (
              <span className="muted">{` (${t('console-imports.vote_left_out')})`}</span>
            ) : null}
            {vote.counted ? null : (
              <span className="muted">{` (${t('console-imports.vote_not_counted')})`}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A vote in words; places are those of the row. */
function saidText({ of, outcome, strength, ranks, thumbs, parts }: PastVote, t: Translate): string {
  const letter = (place: number | undefined): string => placeLetter(place ?? 0);
  if (ranks !== null)
    return t('console-imports.said_ranks', {
      ranks: ranks.map((rank, index) => `${letter(of[index])} ${rank ?? '–'}`).join(', '),
    });
  if (thumbs !== null) return t(`console-imports.said_${thumbs}`, { letter: letter(of[0]) });
  if (strength !== null && strength !== 0)
    return t('console-imports.said_strength', {
      letter: letter(strength < 0 ? of[0] : of[1]),
      strength: Math.abs(strength),
    });
  if (outcome === 'a' || outcome === 'b')
    return t('console-imports.said_better', { letter: letter(outcome === 'a' ? of[0] : of[1]) });
  const plain = strength === 0 ? 'tie' : outcome;
  return plain === null
    ? t('console-imports.said_parts', { count: parts })
    : t(`console-imports.said_${plain}`);
}
