import type { ReviewCase } from '@pairwright/contract/review';
import { useT } from '../../../i18n/use-i18n.ts';
import { placeLetter } from '../../../labeling/answer/place-letter.ts';
import { Turns } from '../../../labeling/pane/Turns.tsx';
import { Card } from '../../../ui/Card.tsx';
import styles from '../shared/console.module.css';

/** The prompt and the responses; where steps are decided, the response stands with its steps in the decision. */
export function CaseTexts({ given, inSteps }: { given: ReviewCase; inSteps: boolean }) {
  const t = useT();
  const { language } = given;
  const nameOf = (place: number): string =>
    given.responses.length === 1
      ? t('labeling.the_answer')
      : t('console-review.response', { letter: placeLetter(place) });
  return (
    <>
      <Card title={t('console-projects.prompt')}>
        <Turns messages={given.prompt} language={language} rendering="markdown" />
      </Card>
      {inSteps ? null : (
        <div className={styles['grid']}>
          {given.responses.map((messages, place) => (
            <Card key={given.presentedOrder[place]} title={nameOf(place)}>
              {messages === null ? (
                <p className="muted">{t('console-projects.no_response_text')}</p>
              ) : (
                <Turns messages={messages} language={language} rendering="markdown" />
              )}
            </Card>
          ))}
        </div>
      )}
    </>
  );
}
