import type { Message } from '@pairwright/contract/shapes';
import { memo, Suspense } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import { Markdown } from '../../ui/markdown/Markdown.tsx';
import { RawText } from '../../ui/markdown/RawText.tsx';
import { CodeBlock } from '../../ui/markdown/CodeBlock.tsx';
import { withWords } from '../answer/with-words.ts';
import { passageLanguage } from './passage-language.ts';
import styles from './pane.module.css';
import { lazyLater } from '../../ui/lazy-later.ts';

const MessageImages = lazyLater(async () => ({
  default: (await withWords('labeling-turns', import('./turns/MessageImages.tsx'))).MessageImages,
}));

interface PassageProps {
  message: Message;
  /** Which message of its conversation it is, from 0; not said for a piece of one. */
  index?: number;
  language: string | null;
  rendering: 'markdown' | 'raw';
  /** Phrases are marked in it. */
  traced?: boolean | undefined;
}

/** The text of one message, in its own language and direction. */
export const Passage = memo(function Passage({
  message,
  index,
  language,
  rendering,
  traced = false,
}: PassageProps) {
  const t = useT();
  const text = message.content ?? '';
  const calls = message.tool_calls ?? [];
  const images = message.images ?? [];
  if (text === '' && calls.length === 0 && images.length === 0)
    return <p className="muted">{t('labeling.empty_text')}</p>;
  return (
    <div className={styles['passage']} lang={passageLanguage(text, language)} dir="auto">
      {text === '' ? null : (
        <div data-message={index}>
          {rendering === 'raw' ? <RawText text={text} /> : <Markdown text={text} traced={traced} />}
        </div>
      )}
      {images.length === 0 ? null : (
        <Suspense fallback={null}>
          <MessageImages images={images} />
        </Suspense>
      )}
      {calls.length === 0 ? null : <CodeBlock code={JSON.stringify(calls, null, 2)} language="json" />}
    </div>
  );
});
