import { useT } from '../../i18n/use-i18n.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';

interface Props {
  /** Says why it is there. */
  words: string;
  code: string | null;
  returnUrl: string | null;
}

/** What a platform wants to be told, and the way back to it. */
export function CrowdCode({ words, code, returnUrl }: Props) {
  const t = useT();
  return (
    <div role="status" className="stack">
      <p>{words}</p>
      {code === null ? null : (
        <div className="row">
          <code data-code translate="no">
            {code}
          </code>
          <CopyButton text={code} label={t('work-life.crowd_copy')} />
        </div>
      )}
      {returnUrl === null ? null : (
        <p>
          <a href={returnUrl} rel="noreferrer">
            {t('work-life.crowd_return')}
          </a>
        </p>
      )}
    </div>
  );
}
