import { useEffect, useState } from 'react';
import { onAnnounce } from './live-region.ts';

/** Mounted once at the root, before anything is announced: regions that come later are not read. */
export function LiveRegion() {
  const [said, setSaid] = useState({ text: '', turn: 0 });
  useEffect(() => onAnnounce((text) => setSaid((before) => ({ text, turn: before.turn + 1 }))), []);
  // Two regions in turn: the same sentence twice is read twice.
  return (
    <>
      <div className="visually-hidden" role="status" aria-live="polite">
        {said.turn % 2 === 0 ? said.text : ''}
      </div>
      <div className="visually-hidden" role="status" aria-live="polite">
        {said.turn % 2 === 1 ? said.text : ''}
      </div>
    </>
  );
}
