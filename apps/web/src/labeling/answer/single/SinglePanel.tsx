import type { MainProps } from '../part-props.ts';
import { RatingPanel } from './RatingPanel.tsx';
import { StepsPanel } from './StepsPanel.tsx';
import { ThumbsBar } from './ThumbsBar.tsx';
import type { SingleQuestion } from './use-steps.ts';

/** The question about one answer, by what it asks. */
export function SinglePanel(props: MainProps & { main: SingleQuestion }) {
  switch (props.main.ask) {
    case 'thumbs':
      return <ThumbsBar {...props} />;
    case 'rating':
      return <RatingPanel {...props} />;
    case 'steps':
      return <StepsPanel {...props} />;
  }
}
