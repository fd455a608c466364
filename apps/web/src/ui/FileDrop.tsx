import { useId, useRef, useState } from 'react';
import type { DragEvent } from 'react';
import { Button } from './Button.tsx';
import { classNames } from './class-names.ts';
import styles from './file-drop.module.css';
import { Icon } from './Icon.tsx';

export interface FileDropProps {
  /** The accessible name of the file field. */
  label: string;
  /** What may be dropped here, in words. */
  hint: string;
  /** The words on the button that opens the file chooser. */
  choose: string;
  accept?: string;
  onFile: (file: File) => void;
  /** Several may be chosen at once, and come together. */
  onFiles?: (files: readonly [File, File, ...File[]]) => void;
}

/** A place to drop a file, with a button that opens the browser's chooser. */
export function FileDrop({ label, hint, choose, accept, onFile, onFiles }: FileDropProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (list: FileList | null) => {
    const [first, second, ...others] = Array.from(list ?? []);
    if (first === undefined) return;
    if (second === undefined || onFiles === undefined) onFile(first);
    else onFiles([first, second, ...others]);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <div
      className={classNames(styles['drop'], over && styles['over'])}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Icon name="upload" size={24} />
      <Button variant="primary" aria-describedby={`${id}-hint`} onClick={() => input.current?.click()}>
        {choose}
      </Button>
      <span id={`${id}-hint`} className={styles['hint']}>
        {hint}
      </span>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={label}
        accept={accept}
        multiple={onFiles !== undefined}
        onChange={(event) => {
          take(event.target.files);
          // Emptied, so that choosing the same file again is a change again.
          event.target.value = '';
        }}
      />
    </div>
  );
}
