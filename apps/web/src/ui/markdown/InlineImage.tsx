import { useState } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import notShown from '../not-shown.module.css';
import styles from './markdown.module.css';

/** Pictures inside the text itself, of kinds that hold nothing but a picture. An SVG may hold scripts. */
const inlinePicture = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/\s]+={0,2}$/;
/** About 150 kB of picture. Larger ones belong into the store of the project. */
const longestInline = 200_000;

/** An image in somebody's text: shown when the text brings it along, never fetched from anywhere. */
export function InlineImage({ address, alt }: { address: string; alt: string }) {
  const t = useT();
  const [torn, setTorn] = useState(false);
  if (torn) {
    return (
      <span className={notShown['box']}>
        {t('ui.image_broken')}
        {alt === '' ? null : <span>{alt}</span>}
      </span>
    );
  }
  if (address.length <= longestInline && inlinePicture.test(address)) {
    return (
      <img
        className={styles['picture']}
        src={address}
        alt={alt}
        decoding="async"
        onError={() => setTorn(true)}
      />
    );
  }
  // An address can be as long as a file.
  const shown = address.length > 300 ? `${address.slice(0, 300)}…` : address;
  return (
    <span className={notShown['box']}>
      {t('ui.image_not_loaded')}
      {alt === '' ? null : <span>{alt}</span>}
      <code>{shown}</code>
    </span>
  );
}
