import { useSyncExternalStore } from 'react';
import type { Translate } from '../../i18n/use-i18n.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { Menu } from '../../ui/Menu.tsx';
import type { MenuGroup, MenuItem } from '../../ui/Menu.tsx';
import { onPreferencesChange, preferences, setPreferences } from '../desk/preferences.ts';
import type { Layout } from '../pane/layout.ts';
import type { Work } from '../session/session.ts';
import { useBadges } from '../shortcuts/use-keys.ts';
import { mayDiff, readingActions } from './reading-actions.ts';
import { readingKeys } from './reading-keys.ts';
import { onViewChange, view } from './view.ts';

interface ViewMenuProps {
  work: Work;
  layout: Layout;
  /** There is no room for two columns. */
  narrow: boolean;
  onRecorded: () => void;
}

/** Every tool for reading, with its key. */
export function ViewMenu(props: ViewMenuProps) {
  const t = useT();
  useSyncExternalStore(onPreferencesChange, preferences);
  useSyncExternalStore(onViewChange, view);
  const badge = useBadges();
  return (
    <Menu
      label={t('labeling-reading.view')}
      text={t('labeling.view')}
      icon="eye"
      placement="up"
      groups={[
        { id: 'tools', items: toolItems(props, badge, t) },
        { id: 'layout', heading: t('labeling.layout'), items: layoutItems(props, t) },
        { id: 'size', heading: t('labeling-reading.text_size'), items: sizeItems(props.work, badge, t) },
        {
          id: 'recorded',
          items: [
            {
              id: 'recorded',
              icon: 'info',
              label: t('labeling-reading.recorded'),
              onSelect: props.onRecorded,
            },
          ],
        },
      ]}
    />
  );
}

type Badge = ReturnType<typeof useBadges>;

function toolItems({ work, layout }: ViewMenuProps, badge: Badge, t: Translate): MenuItem[] {
  const keys = readingKeys(work.question.form);
  const actions = readingActions(work);
  const { syncScroll, invisible } = preferences();
  const diff: MenuItem = {
    id: 'diff',
    label: t('labeling-reading.diff'),
    onSelect: actions.diff,
    checked: view().diff === work.id,
    toggle: true,
    shortcut: badge('reading-diff', keys.diff),
  };
  return [
    ...(mayDiff(work) ? [diff] : []),
    {
      id: 'find',
      icon: 'search',
      label: t('labeling-reading.find'),
      onSelect: actions.find,
      shortcut: badge('reading-find', keys.find),
    },
    ...(layout === 'side_by_side'
      ? [
          {
            id: 'sync',
            label: t('labeling-reading.sync'),
            onSelect: actions.sync,
            checked: syncScroll,
            toggle: true,
            shortcut: badge('reading-sync', keys.sync),
          },
        ]
      : []),
    {
      id: 'invisible',
      label: t('labeling-reading.invisible'),
      onSelect: actions.invisible,
      checked: invisible,
      toggle: true,
      shortcut: badge('reading-invisible', keys.invisible),
    },
  ];
}

function layoutItems({ layout, narrow }: ViewMenuProps, t: Translate): MenuItem[] {
  const item = (id: Layout, label: string): MenuItem => ({
    id,
    label,
    checked: layout === id,
    onSelect: () => setPreferences({ layout: id }),
  });
  return [
    ...(narrow ? [] : [item('side_by_side', t('labeling.layout_side'))]),
    item('stacked', t('labeling.layout_stack')),
    item('one_at_a_time', t('labeling.layout_alone')),
  ];
}

function sizeItems(work: Work, badge: Badge, t: Translate): MenuGroup['items'] {
  const keys = readingKeys(work.question.form);
  const actions = readingActions(work);
  const percent = preferences().textSize;
  return [
    {
      id: 'larger',
      icon: 'plus',
      label: t('labeling-reading.text_larger'),
      onSelect: actions.larger,
      shortcut: badge('reading-larger', keys.larger[0] ?? ''),
    },
    {
      id: 'smaller',
      icon: 'minus',
      label: t('labeling-reading.text_smaller'),
      onSelect: actions.smaller,
      shortcut: badge('reading-smaller', keys.smaller),
    },
    {
      id: 'usual',
      label: t('labeling-reading.text_usual_now', { percent }),
      onSelect: actions.usualSize,
      shortcut: badge('reading-usualSize', keys.usualSize),
    },
  ];
}
