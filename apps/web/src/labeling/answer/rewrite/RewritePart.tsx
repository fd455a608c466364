import type { Rewrite } from '@pairwright/contract/judgment';
import { useState } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import type { Translate } from '../../../i18n/use-i18n.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import type { PartProps } from '../part-props.ts';
import { placeLetter } from '../place-letter.ts';
import { useKeys } from '../../shortcuts/use-keys.ts';
import { rewriteKey } from '../part-keys.ts';
import { usePartShortcut } from '../use-part-shortcut.ts';
import { preferredOrder } from './rewrite-model.ts';
import { RewriteDialog } from './RewriteDialog.tsx';
import styles from './rewrite.module.css';

/** A better answer in the annotator's words: opens the editor, and says what follows from it. */
export function RewritePart(props: PartProps) {
  const t = useT();
  const { desk, work, form } = props;
  const { rewrite } = desk.entry.details;
  const [open, setOpen] = useState(false);
  // Step by step, R says that a step is right.
  const chord = rewriteKey(form);
  const keys = useKeys('rewrite', [chord]);
  usePartShortcut('rewrite', chord, { label: 'labeling-turns.rewrite', run: () => setOpen(true) });
  const order = preferredOrder(form, desk.entry.answer, work.responses.length);
  return (
    <div className={styles['part']}>
      <div className={styles['row']} data-asks="rewrite">
        <Button size="small" aria-keyshortcuts={keys.aria} onClick={() => setOpen(true)}>
          {t(rewrite === null ? 'labeling-turns.rewrite' : 'labeling-turns.rewrite_go_on')}
        </Button>
        {rewrite === null ? (
          <span className="muted">
            {t(
              form.rewrite === 'required'
                ? 'labeling-turns.rewrite_required'
                : 'labeling-turns.rewrite_optional',
            )}
          </span>
        ) : (
          <>
            <span className={styles['excerpt']} title={rewrite.content}>
              {rewrite.content}
            </span>
            <IconButton
              size="small"
              icon="trash"
              label={t('labeling-turns.rewrite_discard')}
              onClick={() =>
                desk.change((entry) => ({ ...entry, details: { ...entry.details, rewrite: null } }))
              }
            />
          </>
        )}
      </div>
      {rewrite === null || order.length === 0 ? null : <Chain rewrite={rewrite} order={order} t={t} />}
      {open ? <RewriteDialog {...props} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

/** Edited, chosen, rejected: what a trainer makes of it. */
function Chain({ rewrite, order, t }: { rewrite: Rewrite; order: number[][]; t: Translate }) {
  const letters = order.map((group) => group.map(placeLetter).join(' = '));
  const parent = rewrite.place === null ? null : placeLetter(rewrite.place);
  const fromBest = rewrite.place !== null && order[0]?.includes(rewrite.place) === true;
  const chain = fromBest
    ? [t('labeling-turns.edited'), ...letters].join(' > ')
    : parent === null
      ? letters.join(' > ')
      : `${t('labeling-turns.edited')} > ${parent} · ${letters.join(' > ')}`;
  return (
    <p className={styles['chain']}>
      {t('labeling-turns.pairs_follow')} <b translate="no">{chain}</b>
    </p>
  );
}
