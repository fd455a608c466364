import type { Message } from '@pairwright/contract/shapes';
import { useT } from '../../../i18n/use-i18n.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { CodeBlock } from '../../../ui/markdown/CodeBlock.tsx';
import { parseJson, readCall } from './tool-calls.ts';
import styles from './turns.module.css';

/** What the model asked tools for, a card for each call. */
export function ToolCalls({ calls }: { calls: readonly unknown[] }) {
  const t = useT();
  return calls.map((call, index) => {
    const { name, arguments: given, malformed } = readCall(call);
    return (
      // Calls never move.
      <div key={index} className={styles['tool']}>
        <p className={styles['toolHead']}>
          <Icon name="code" size={14} />
          {t('labeling-turns.tool_call')}
          <code translate="no">{name === '' ? t('labeling-turns.tool_unnamed') : name}</code>
        </p>
        {malformed ? <p className={styles['toolNote']}>{t('labeling-turns.tool_malformed')}</p> : null}
        {given === '' || given === '{}' ? (
          <p className={styles['toolNote']}>{t('labeling-turns.tool_no_arguments')}</p>
        ) : (
          <CodeBlock code={given} language={malformed ? null : 'json'} />
        )}
      </div>
    );
  });
}

/** What a tool gave back, where it is JSON: indented. */
export function ToolJson({ message }: { message: Message }) {
  const value = parseJson(message.content ?? '');
  return <CodeBlock code={JSON.stringify(value, null, 2)} language="json" />;
}

export function isJson(message: Message): boolean {
  return /^\s*[[{]/.test(message.content ?? '') && parseJson(message.content ?? '') !== undefined;
}
