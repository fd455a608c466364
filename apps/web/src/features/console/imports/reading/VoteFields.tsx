import { useT } from '../../../../i18n/use-i18n.ts';
import { Button } from '../../../../ui/Button.tsx';
import { Select, TextField } from '../../../../ui/Field.tsx';
import styles from '../../shared/console.module.css';
import { type FieldsProps, PlaceSelect, type VoteProps } from './PlaceSelect.tsx';
import { Ranks, Ratings } from './RatedFields.tsx';
import { emptyVote, marks, mostVotes, outcomes, voteKinds } from './vote-draft.ts';

/** What of the rows are past judgments, and who gave them. */
export function VoteFields({ draft, change, columns }: FieldsProps) {
  const t = useT();
  const { votes } = draft;
  return (
    <>
      <h3>{t('console-imports.vote')}</h3>
      {votes.length === 0 ? <p className="muted">{t('console-imports.votes_none')}</p> : null}
      {votes.map((vote, index) => (
        // They have no name of their own, and none is put between others.
        <fieldset key={index} className={styles['form']}>
          <legend className={styles['legend']}>{t('console-imports.vote_n', { n: index + 1 })}</legend>
          <OneVote
            vote={vote}
            put={(part) =>
              change({
                ...draft,
                votes: votes.map((one, at) => (at === index ? { ...one, ...part } : one)),
              })
            }
            draft={draft}
            columns={columns}
          />
          <div>
            <Button onClick={() => change({ ...draft, votes: votes.filter((_, at) => at !== index) })}>
              {t('console-imports.remove_vote', { n: index + 1 })}
            </Button>
          </div>
        </fieldset>
      ))}
      <div>
        <Button
          disabledReason={votes.length >= mostVotes ? t('console-imports.most_votes') : null}
          onClick={() => change({ ...draft, votes: [...votes, emptyVote] })}
        >
          {t('console-imports.add_vote')}
        </Button>
      </div>
    </>
  );
}

function OneVote(props: VoteProps) {
  const { vote, put } = props;
  const t = useT();
  return (
    <>
      <div className={styles['fields']}>
        <Select
          label={t('console-imports.vote_kind')}
          value={vote.kind}
          onChange={(kind) => put({ kind })}
          options={voteKinds.map((value) => ({ value, label: t(`console-imports.vote_${value}`) }))}
        />
      </div>
      {vote.kind === 'winner' ? <Words {...props} /> : null}
      {vote.kind === 'strength' ? <Strength {...props} /> : null}
      {vote.kind === 'thumbs' || vote.kind === 'steps' ? <Marks {...props} kind={vote.kind} /> : null}
      {vote.kind === 'ranks' ? <Ranks {...props} /> : null}
      {vote.kind === 'ratings' ? <Ratings {...props} /> : null}
      <Who {...props} />
    </>
  );
}

/** Who judged, why and when. */
function Who({ vote, put, columns }: VoteProps) {
  const t = useT();
  return (
    <div className={styles['fields']}>
      <Select
        label={t('console-imports.judged_by')}
        value={vote.judge}
        onChange={(judge) => put({ judge })}
        options={(['', 'human', 'model'] as const).map((value) => ({
          value,
          label: t(`console-imports.judged_by_${value === '' ? 'unknown' : value}`),
        }))}
      />
      {(['annotator', 'rationale', 'createdAt'] as const).map((part) => (
        <PlaceSelect
          key={part}
          label={t(`console-imports.place_${part}`)}
          columns={columns}
          value={vote[part]}
          onChange={(place) => put({ [part]: place })}
        />
      ))}
    </div>
  );
}

/** The words that stand in a column, to say what they mean; none is guessed. */
function useFound({ vote, columns }: VoteProps): { hint: string } | null {
  const t = useT();
  const found = columns.find(({ place }) => place === vote.column)?.values ?? [];
  return found.length === 0 ? null : { hint: t('console-imports.words_found', { words: found.join(', ') }) };
}

function Words(props: VoteProps) {
  const { vote, put, columns } = props;
  const t = useT();
  const found = useFound(props);
  return (
    <div className={styles['fields']}>
      <PlaceSelect
        label={t('console-imports.place_winner')}
        columns={columns}
        value={vote.column}
        onChange={(column) => put({ column })}
      />
      {outcomes.map((outcome) => (
        <TextField
          key={outcome}
          label={t(`console-imports.word_${outcome}`)}
          {...(outcome === 'a' ? found : null)}
          autoComplete="off"
          value={vote.values[outcome]}
          onChange={(event) => put({ values: { ...vote.values, [outcome]: event.target.value } })}
        />
      ))}
    </div>
  );
}

function Marks(props: VoteProps & { kind: keyof typeof marks }) {
  const { vote, put, columns, kind } = props;
  const t = useT();
  const found = useFound(props);
  return (
    <div className={styles['fields']}>
      <PlaceSelect
        label={t(`console-imports.place_${kind}`)}
        columns={columns}
        value={vote.column}
        onChange={(column) => put({ column })}
      />
      {marks[kind].map((mark, index) => (
        <TextField
          key={mark}
          label={t(`console-imports.word_${mark}`)}
          {...(index === 0 ? found : null)}
          autoComplete="off"
          value={vote.marks[mark]}
          onChange={(event) => put({ marks: { ...vote.marks, [mark]: event.target.value } })}
        />
      ))}
    </div>
  );
}

function Strength({ vote, put, columns }: VoteProps) {
  const t = useT();
  return (
    <div className={styles['fields']}>
      <PlaceSelect
        label={t('console-imports.place_strength')}
        columns={columns}
        value={vote.column}
        onChange={(column) => put({ column })}
      />
      <Select
        label={t('console-imports.negative')}
        value={vote.negative}
        onChange={(negative) => put({ negative })}
        options={(['first', 'second'] as const).map((value) => ({
          value,
          label: t(`console-imports.negative_${value}`),
        }))}
      />
      <TextField
        label={t('console-imports.strongest')}
        inputMode="decimal"
        value={vote.strongest}
        onChange={(event) => put({ strongest: event.target.value })}
      />
    </div>
  );
}
