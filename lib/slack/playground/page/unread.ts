import { useEffect, useRef, useState } from 'react';
import type { PlaygroundMessage, Snapshot } from '../protocol.ts';

/** The newest `ts`; '' where there is none. */
function newestOf(messages: readonly PlaygroundMessage[]): string {
  return messages.reduce((newest, { ts }) => (Number(ts) > Number(newest) ? ts : newest), '');
}

const isByOthers =
  (me: string, after: string) =>
  ({ user, ts }: PlaygroundMessage): boolean =>
    user !== me && Number(ts) > Number(after);

/**
 * What somebody has not seen, by channel. What was there when the page was opened counts as seen, by every user, and so does what comes
 * while the channel is open.
 */
export function useUnread({ me, messages }: Snapshot, open: string): (channel: string) => number {
  const [opened] = useState(() => newestOf(Object.values(messages).flat()));
  const [seen, setSeen] = useState<Record<string, string>>({});
  const key = `${me}/${open}`;
  const newest = newestOf(messages[open] ?? []);
  // Set while rendering, so that the open channel never shows as unread, not even for a moment.
  if (newest && seen[key] !== newest) setSeen({ ...seen, [key]: newest });
  return (channel) => (messages[channel] ?? []).filter(isByOthers(me, seen[`${me}/${channel}`] ?? opened)).length;
}

/** The messages that came since the last drawing, wherever, for those who only hear the page. */
export function useArrivals({ me, messages }: Snapshot): PlaygroundMessage[] {
  const heard = useRef<{ me: string; newest: string }>(undefined);
  const [arrivals, setArrivals] = useState<PlaygroundMessage[]>([]);
  useEffect(() => {
    const all = Object.values(messages).flat();
    const last = heard.current;
    const fresh = last?.me === me ? all.filter(isByOthers(me, last.newest)) : [];
    heard.current = { me, newest: newestOf(all) };
    if (fresh.length > 0) setArrivals(fresh);
  }, [me, messages]);
  return arrivals;
}
