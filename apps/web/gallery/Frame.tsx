import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useState } from 'react';
import { makeQueryClient, read } from '../src/api/queries.ts';
import { changeLocale } from '../src/i18n/i18n.ts';
import { setTheme } from '../src/shell/theme.ts';
import { LiveRegion } from '../src/ui/LiveRegion.tsx';
import { Toaster } from '../src/ui/Toaster.tsx';
import { me } from './samples/project.ts';
import type { Settings } from './settings.ts';
import { stories } from './stories.ts';

/** What a page that takes pictures sends, to see another story without loading everything again. */
type Order = Pick<Settings, 'story' | 'theme' | 'locale'> & { turn: number };

/** One story by itself, in a window as wide as it likes. No server: the person signed in is a sample, too. */
export function Frame({ first }: { first: Settings }) {
  const [client] = useState(() => {
    const made = makeQueryClient();
    made.setQueryData(read('getMe', {}).queryKey, me);
    return made;
  });
  const [order, setOrder] = useState<Order>({ ...first, turn: 0 });
  useOrders(setOrder);
  const story = stories.find(({ id }) => id === order.story);
  return (
    <QueryClientProvider client={client}>
      <LiveRegion />
      {story === undefined ? (
        <p>There is no story {order.story}.</p>
      ) : (
        <div key={`${story.id} ${order.locale}`} data-story={story.id}>
          {story.render()}
        </div>
      )}
      <Toaster />
      <Shown order={order} />
    </QueryClientProvider>
  );
}

function useOrders(onOrder: (order: Order) => void): void {
  useEffect(() => {
    const take = async ({ data, origin }: MessageEvent<{ gallery?: Order }>): Promise<void> => {
      const { gallery } = data;
      if (origin !== location.origin || gallery === undefined) return;
      setTheme(gallery.theme);
      await changeLocale(gallery.locale);
      onOrder(gallery);
    };
    const hear = (event: MessageEvent<{ gallery?: Order }>): void => void take(event);
    addEventListener('message', hear);
    return () => removeEventListener('message', hear);
  }, [onOrder]);
}

/** Says which order the page is at. */
function Shown({ order }: { order: Order }) {
  useLayoutEffect(() => {
    document.documentElement.dataset['shown'] = String(order.turn);
  });
  return null;
}
