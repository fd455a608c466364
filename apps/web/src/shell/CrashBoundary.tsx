import { Component } from 'react';
import type { ReactNode } from 'react';
import { useT } from '../i18n/use-i18n.ts';
import { ErrorState } from '../ui/ErrorState.tsx';
import styles from './shell.module.css';

interface Props {
  children: ReactNode;
}

interface State {
  crashed: boolean;
}

/** Keeps a fault in one page from taking the whole web with it. */
export class CrashBoundary extends Component<Props, State> {
  override state: State = { crashed: false };

  static getDerivedStateFromError(): State {
    return { crashed: true };
  }

  override render(): ReactNode {
    return this.state.crashed ? <Crashed /> : this.props.children;
  }
}

function Crashed() {
  const t = useT();
  return (
    <div className={styles['alone']}>
      <ErrorState
        title={t('shell.crashed')}
        safe={t('shell.crashed_safe')}
        onRetry={() => location.reload()}
      />
    </div>
  );
}
