import type { MessageImage } from '@pairwright/contract/shapes';
import { useState } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import notShown from '../../../ui/not-shown.module.css';
import styles from './images.module.css';

/** Images of a message, from our own server. Small in the text; a press shows one as large as the window allows. */
export function MessageImages({ images }: { images: readonly MessageImage[] }) {
  const t = useT();
  const [large, setLarge] = useState<MessageImage | null>(null);
  const nameOf = ({ alt }: MessageImage): string =>
    alt === undefined || alt === '' ? t('labeling-turns.image') : alt;
  return (
    <div className={styles['images']}>
      {images.map((image, index) => (
        // The images of a message never move.
        <Thumb key={index} image={image} name={nameOf(image)} onOpen={() => setLarge(image)} />
      ))}
      <Dialog
        open={large !== null}
        wide
        onClose={() => setLarge(null)}
        title={large === null ? '' : nameOf(large)}
      >
        {large === null ? null : (
          <img
            className={styles['large']}
            src={addressOf(large)}
            alt={nameOf(large)}
            width={large.width}
            height={large.height}
          />
        )}
      </Dialog>
    </div>
  );
}

interface ThumbProps {
  image: MessageImage;
  name: string;
  onOpen: () => void;
}

/** One that is torn, or that the network does not bring now, says so and can be asked for again. */
function Thumb({ image, name, onOpen }: ThumbProps) {
  const t = useT();
  const [failed, setFailed] = useState(false);
  if (failed) {
    return (
      <p className={notShown['box']}>
        {t('ui.image_broken')}
        <bdi dir="auto">{name}</bdi>
        <Button size="small" onClick={() => setFailed(false)}>
          {t('ui.retry')}
        </Button>
      </p>
    );
  }
  return (
    <button type="button" className={styles['thumb']} onClick={onOpen}>
      <img
        src={addressOf(image)}
        alt={name}
        width={image.width}
        height={image.height}
        loading="lazy"
        decoding="async"
        onError={() => setFailed(true)}
      />
    </button>
  );
}

/** The page's own address names the project, in the workbench and in the console. */
function addressOf({ sha256 }: MessageImage): string {
  const project = /^\/(?:annotate|projects)\/([\da-f-]{36})/.exec(location.pathname)?.[1] ?? '';
  return `/api/v1/projects/${project}/media/${sha256}`;
}
