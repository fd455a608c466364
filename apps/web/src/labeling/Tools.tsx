import { useT } from '../i18n/use-i18n.ts';
import { Button } from '../ui/Button.tsx';
import type { Layout } from './PairPane.tsx';
import styles from './bar.module.css';

interface ToolsProps {
  canUndo: boolean;
  layout: Layout;
  rendering: 'markdown' | 'raw';
  commentOpen: boolean;
  hasPair: boolean;
  onUndo: () => void;
  onSkip: () => void;
  onFlag: () => void;
  onBack: () => void;
  onLayout: () => void;
  onRaw: () => void;
  onComment: () => void;
}

/** Everything beside the choice itself. */
export function Tools(props: ToolsProps) {
  const t = useT();
  const { hasPair } = props;
  return (
    <div className={styles['tools']} role="toolbar" aria-label={t('labeling.toolbar')}>
      <Tool icon="undo" keyText="U" text={t('labeling.undo')} onClick={props.onUndo} off={!props.canUndo} />
      <Tool icon="skip" keyText="S" text={t('labeling.skip')} onClick={props.onSkip} off={!hasPair} />
      <Tool icon="flag" keyText="F" text={t('labeling.flag')} onClick={props.onFlag} off={!hasPair} />
      <Tool icon="comment" keyText="C" text={t('labeling.comment')} onClick={props.onComment} off={!hasPair} expanded={props.commentOpen} />
      <Tool icon="history" keyText="←" text={t('labeling.history_back')} onClick={props.onBack} off={false} />
      <Tool
        icon={props.layout === 'stacked' ? 'columns' : 'rows'}
        keyText="L"
        text={props.layout === 'stacked' ? t('labeling.layout_side') : t('labeling.layout_stack')}
        onClick={props.onLayout}
        off={false}
        className={styles['layoutTool']}
      />
      <Tool
        icon="code"
        keyText="M"
        text={props.rendering === 'raw' ? t('labeling.rendered') : t('labeling.raw')}
        onClick={props.onRaw}
        off={false}
      />
    </div>
  );
}

interface ToolProps {
  icon: Parameters<typeof Button>[0]['icon'];
  keyText: string;
  text: string;
  onClick: () => void;
  off: boolean;
  expanded?: boolean;
  className?: string | undefined;
}

function Tool({ icon, keyText, text, onClick, off, expanded, className }: ToolProps) {
  return (
    <Button
      variant="quiet"
      {...(icon === undefined ? {} : { icon })}
      {...(className === undefined ? {} : { className })}
      aria-keyshortcuts={keyText}
      aria-expanded={expanded}
      aria-disabled={off || undefined}
      onClick={off ? undefined : onClick}
    >
      <span>{text}</span>
      <kbd aria-hidden="true">{keyText}</kbd>
    </Button>
  );
}
