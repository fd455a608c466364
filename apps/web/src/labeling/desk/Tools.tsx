import { Suspense } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import type { Translate } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import type { IconName } from '../../ui/Icon.tsx';
import type { Layout } from '../pane/layout.ts';
import { toolChord } from '../shortcuts/tool-chord.ts';
import { useKeys } from '../shortcuts/use-keys.ts';
import { nextLayout } from './use-stage-size.ts';
import { laterReading } from '../reading/later.ts';
import type { Work } from '../session/session.ts';
import styles from './bar.module.css';
import { lazyLater } from '../../ui/lazy-later.ts';

const Menu = lazyLater(async () => ({ default: (await import('../../ui/Menu.tsx')).Menu }));
const ViewMenu = lazyLater(async () => ({ default: (await laterReading.menu()).ViewMenu }));

interface ToolsProps {
  narrow: boolean;
  canUndo: boolean;
  layout: Layout;
  rendering: 'markdown' | 'raw';
  commentOpen: boolean;
  /** The form has a place for words. */
  canComment: boolean;
  hasPair: boolean;
  /** Letters name answers, so that the keys of tools are with Shift. */
  shifted: boolean;
  work: Work | null;
  /** The first pair could be read: what is rarer may load. */
  later: boolean;
  onRecorded: () => void;
  onUndo: () => void;
  onSkip: () => void;
  onFlag: () => void;
  onBack: () => void;
  onLayout: () => void;
  onRaw: () => void;
  onComment: () => void;
}

/** Everything beside the choice itself. In little room the rarer tools are behind one button. */
export function Tools(props: ToolsProps) {
  const t = useT();
  const tools = [...pairTools(props, t), ...viewTools(props, t)];
  const first = props.narrow ? tools.slice(0, 2) : tools;
  const rest = props.narrow ? tools.slice(2).filter((tool) => !tool.off) : [];
  return (
    <div className={styles['tools']} role="toolbar" aria-label={t('labeling.toolbar')}>
      {first.map((tool) => (
        <Tool key={tool.id} {...tool} chord={toolChord(tool.chord, props.shifted)} />
      ))}
      <Suspense
        fallback={
          <Button variant="quiet" icon="eye">
            {t('labeling.view')}
          </Button>
        }
      >
        {props.work === null || !props.later ? (
          <Button variant="quiet" icon="eye">
            {t('labeling.view')}
          </Button>
        ) : (
          <ViewMenu
            work={props.work}
            layout={props.layout}
            narrow={props.narrow}
            onRecorded={props.onRecorded}
          />
        )}
      </Suspense>
      {rest.length === 0 ? null : (
        <Suspense fallback={<Button variant="quiet">{t('labeling.more')}</Button>}>
          <Menu
            label={t('labeling.more')}
            text={t('labeling.more')}
            placement="up"
            groups={[
              {
                id: 'tools',
                items: rest.map(({ id, icon, text, onClick }) => ({
                  id,
                  icon,
                  label: text,
                  onSelect: onClick,
                })),
              },
            ]}
          />
        </Suspense>
      )}
    </div>
  );
}

type ToolItem = ToolProps;

/** What can be done with the pair at hand. */
function pairTools(props: ToolsProps, t: Translate): ToolItem[] {
  const { hasPair } = props;
  return [
    {
      id: 'undo',
      icon: 'undo',
      chord: 'u',
      text: t('labeling.undo'),
      onClick: props.onUndo,
      off: !props.canUndo,
    },
    {
      id: 'skip',
      icon: 'skip',
      chord: 's',
      text: t('labeling.skip'),
      onClick: props.onSkip,
      off: !hasPair,
    },
    {
      id: 'flag',
      icon: 'flag',
      chord: 'f',
      text: t('labeling.flag'),
      onClick: props.onFlag,
      off: !hasPair,
    },
    {
      id: 'comment',
      icon: 'comment',
      chord: 'c',
      text: t('labeling.comment'),
      onClick: props.onComment,
      off: !hasPair || !props.canComment,
      expanded: props.commentOpen,
    },
  ];
}

const nextLayoutText = {
  side_by_side: 'labeling.layout_side',
  stacked: 'labeling.layout_stack',
  one_at_a_time: 'labeling.layout_alone',
} as const;

/** How to look, and where. */
function viewTools(props: ToolsProps, t: Translate): ToolItem[] {
  const { layout, rendering } = props;
  return [
    {
      id: 'back',
      icon: 'history',
      chord: 'ArrowLeft',
      text: t('labeling.history_back'),
      onClick: props.onBack,
      off: false,
    },
    {
      id: 'layout',
      icon: layout === 'stacked' ? 'page' : layout === 'side_by_side' ? 'rows' : 'columns',
      chord: 'l',
      text: t('labeling.layout'),
      hint: t(nextLayoutText[nextLayout(layout, props.narrow)]),
      onClick: props.onLayout,
      off: false,
    },
    {
      id: 'raw',
      icon: 'code',
      chord: 'm',
      text: rendering === 'raw' ? t('labeling.rendered') : t('labeling.raw'),
      onClick: props.onRaw,
      off: false,
    },
  ];
}

interface ToolProps {
  /** The shortcut that does the same, and its usual key. */
  id: string;
  chord: string;
  icon: IconName;
  text: string;
  onClick: () => void;
  off: boolean;
  expanded?: boolean;
  /** More than the text says, for the tooltip. */
  hint?: string;
}

function Tool({ id, chord, icon, text, onClick, off, expanded, hint }: ToolProps) {
  const keys = useKeys(id, [chord]);
  return (
    <Button
      variant="quiet"
      icon={icon}
      title={hint}
      aria-keyshortcuts={keys.aria}
      aria-expanded={expanded}
      aria-disabled={off || undefined}
      onClick={off ? undefined : onClick}
    >
      <span>{text}</span>
      <kbd aria-hidden="true">{keys.badge}</kbd>
    </Button>
  );
}
