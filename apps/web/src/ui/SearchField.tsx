import { useEffect, useRef, useState } from 'react';
import { TextField } from './Field.tsx';

/** So long after the last key what was typed is searched by. */
const REST_MS = 300;

interface Props {
  label: string;
  hint?: string | undefined;
  /** What is searched by now. */
  value: string;
  onSearch: (text: string) => void;
}

/** Asks the server by what was typed: a moment after the last key, or at once on Enter. */
export function SearchField({ label, hint, value, onSearch }: Props) {
  const [typed, setTyped] = useState(value);
  const asked = useRef(value);
  const ask = (text: string) => {
    const wanted = text.trim();
    if (wanted === asked.current) return;
    asked.current = wanted;
    onSearch(wanted);
  };
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    const timer = setTimeout(() => latest.current(typed), REST_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  useEffect(() => {
    // Cleared from outside.
    if (value === asked.current) return;
    asked.current = value;
    setTyped(value);
  }, [value]);
  return (
    <TextField
      label={label}
      {...(hint === undefined ? {} : { hint })}
      type="search"
      autoComplete="off"
      maxLength={200}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        ask(typed);
      }}
    />
  );
}
