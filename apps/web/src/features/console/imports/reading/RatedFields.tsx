import { useT } from '../../../../i18n/use-i18n.ts';
import { Button } from '../../../../ui/Button.tsx';
import { Select, TextField } from '../../../../ui/Field.tsx';
import styles from '../../shared/console.module.css';
import { itemKeys, PlaceSelect, type VoteProps } from './PlaceSelect.tsx';
import { emptyRating, type RatingDraft } from './vote-draft.ts';

/** The rank of each answer: a column for each, or a key of the items of the list. */
export function Ranks(props: VoteProps) {
  const { vote, put } = props;
  const t = useT();
  return (
    <div className={styles['fields']}>
      <Places {...props} places={vote.places} onPlaces={(places) => put({ places })} />
      <Select
        label={t('console-imports.best')}
        value={vote.best}
        onChange={(best) => put({ best })}
        options={(['lowest', 'highest'] as const).map((value) => ({
          value,
          label: t(`console-imports.best_${value}`),
        }))}
      />
    </div>
  );
}

const mostRatings = 12;

/** Numbers on criteria, each with its name. */
export function Ratings(props: VoteProps) {
  const { vote, put } = props;
  const { ratings } = vote;
  const t = useT();
  const set = (index: number, part: Partial<RatingDraft>) =>
    put({ ratings: ratings.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  return (
    <>
      {ratings.map((rating, index) => (
        <fieldset key={index} className={styles['fields']}>
          <legend className={styles['legend']}>{t('console-imports.rating_n', { n: index + 1 })}</legend>
          <TextField
            label={t('console-imports.rating_name')}
            hint={t('console-imports.rating_name_hint')}
            autoComplete="off"
            value={rating.name}
            onChange={(event) => set(index, { name: event.target.value })}
          />
          <Places {...props} places={rating.places} onPlaces={(places) => set(index, { places })} />
        </fieldset>
      ))}
      <div className={styles['actions']}>
        <Button
          disabledReason={ratings.length >= mostRatings ? t('console-imports.most_ratings') : null}
          onClick={() => put({ ratings: [...ratings, emptyRating] })}
        >
          {t('console-imports.add_rating')}
        </Button>
        {ratings.length > 1 ? (
          <Button onClick={() => put({ ratings: ratings.slice(0, -1) })}>
            {t('console-imports.remove_rating', { n: ratings.length })}
          </Button>
        ) : null}
      </div>
    </>
  );
}

/** Where the number of each answer stands. */
function Places({
  draft,
  columns,
  places,
  onPlaces,
}: VoteProps & { places: readonly string[]; onPlaces: (places: readonly string[]) => void }) {
  const t = useT();
  if (draft.by !== 'columns')
    return (
      <PlaceSelect
        label={t(draft.by === 'list' ? 'console-imports.key_number' : 'console-imports.place_number')}
        columns={draft.by === 'list' ? itemKeys(columns, draft.list.column) : columns}
        value={places[0] ?? ''}
        onChange={(place) => onPlaces([place])}
      />
    );
  return draft.answers.map((answer, index) =>
    answer.column === '' ? null : (
      <PlaceSelect
        key={index}
        label={t('console-imports.place_number_n', { n: index + 1 })}
        columns={columns}
        value={places[index] ?? ''}
        onChange={(place) =>
          onPlaces(draft.answers.map((_, at) => (at === index ? place : (places[at] ?? ''))))
        }
      />
    ),
  );
}
