import { memo } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import styles from './markdown.module.css';

// Control characters, invisible ones, and those that turn the reading direction.
const invisible =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|\u034f|\u17b4|\u17b5|\u180b|\u180c|\u180d|[\u{e0000}-\u{e007f}]/gu;

interface Piece {
  text: string;
  code: string | null;
}

/** Cuts a text at its invisible characters, each a piece of its own with its code point. */
export function splitInvisible(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(invisible)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), code: null });
    const point = match[0].codePointAt(0) ?? 0;
    pieces.push({ text: match[0], code: `U+${point.toString(16).toUpperCase().padStart(4, '0')}` });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), code: null });
  return pieces;
}

/** A text with its invisible and direction-turning characters made visible. */
export const Visible = memo(function Visible({ text }: { text: string }) {
  const t = useT();
  return splitInvisible(text).map((piece, index) =>
    piece.code === null ? (
      piece.text
    ) : (
      <span
        key={index}
        className={styles['invisible']}
        data-char=""
        title={t('ui.invisible', { code: piece.code })}
      >
        {piece.code}
      </span>
    ),
  );
});

/** A text exactly as written. */
export const RawText = memo(function RawText({ text }: { text: string }) {
  return (
    <div className={styles['raw']} dir="auto" data-raw="">
      <Visible text={text} />
    </div>
  );
});
