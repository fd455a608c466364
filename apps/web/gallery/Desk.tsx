import { useRef } from 'react';
import { BenchBanners } from '../src/labeling/desk/BenchBanners.tsx';
import { BenchBar } from '../src/labeling/desk/BenchBar.tsx';
import { BenchHeader } from '../src/labeling/desk/BenchHeader.tsx';
import styles from '../src/labeling/desk/bench.module.css';
import { preferences } from '../src/labeling/desk/preferences.ts';
import { useCommands } from '../src/labeling/desk/use-commands.ts';
import { layoutFor, narrowest, panelBeside, useWidth } from '../src/labeling/desk/use-stage-size.ts';
import { BenchPair } from '../src/labeling/pane/BenchPair.tsx';
import type { RigParts } from './Rig.tsx';
import { project } from './samples/project.ts';

const nothing = (): void => undefined;

const numbers = { supply: { state: 'ready' as const, error: null, nothing: null }, doneToday: 12, left: 340 };

/** The whole desk around a sample, as `Workbench` puts it together. */
export function Desk({ desk, controller, session }: RigParts) {
  const stage = useRef<HTMLDivElement>(null);
  const work = useRef<HTMLDivElement>(null);
  const scale = useRef<HTMLDivElement>(null);
  const width = useWidth(work);
  const layout = layoutFor(width, 'auto');
  const chosen = preferences();
  const sitting = { controller, session, ...numbers };
  const commands = useCommands({
    controller,
    entry: desk,
    layout,
    narrow: width < narrowest,
    hasPair: true,
    open: nothing,
    toggleGuidelines: nothing,
    stage,
    scale,
  });
  return (
    <div className={styles['bench']}>
      <BenchHeader
        project={project}
        sitting={sitting}
        guidelinesOpen={false}
        guidelines={{ isNew: false, toggle: nothing }}
        onKeys={nothing}
        later
      />
      <BenchBanners nothing={null} />
      <main className={styles['body']} id="content">
        <div className={styles['frame']}>
          <div
            className={styles['work']}
            ref={work}
            data-beside={panelBeside(desk.form?.main ?? null, width)}
          >
            <BenchPair project={project} sitting={sitting} layout={layout} chosen={chosen} stage={stage} />
            <BenchBar
              holds={controller.holds}
              raised={controller.raised}
              session={session}
              desk={desk}
              hasPair
              later
              narrow={width < narrowest}
              layout={layout}
              rendering="markdown"
              groupRef={scale}
              commands={commands}
            />
          </div>
        </div>
      </main>
    </div>
  );
}
