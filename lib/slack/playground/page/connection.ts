import { useCallback, useEffect, useRef, useState } from 'react';
import type { Deed, DeedAnswer, Snapshot } from '../protocol.ts';

export interface Connection {
  /** Absent until the first answer. */
  snapshot?: Snapshot;
  isOnline: boolean;
  perform(deed: Deed): Promise<DeedAnswer>;
}

const silent: DeedAnswer = { ok: false, error: 'The playground does not answer. Is it still running?' };

/** What a user sees of the workspace, kept up to date, and the way to do something there. */
export function useConnection(user: string | undefined): Connection {
  const [state, setState] = useState<{ snapshot?: Snapshot; isOnline: boolean }>({ isOnline: true });
  const query = user ? `?user=${encodeURIComponent(user)}` : '';
  const current = useRef(query);
  /** One request at a time; what changes meanwhile asks for one more. */
  const loading = useRef<'idle' | 'busy' | 'again'>('idle');

  const load = useCallback(async (): Promise<void> => {
    if (loading.current !== 'idle') {
      loading.current = 'again';
      return;
    }
    do {
      loading.current = 'busy';
      const asked = current.current;
      try {
        const response = await fetch(`/state${asked}`);
        if (response.status === 404 && asked) {
          // The address is of another workspace: whoever is there now comes in.
          window.location.hash = '';
          current.current = '';
          loading.current = 'again';
          continue;
        }
        if (!response.ok) throw new Error(response.statusText);
        const snapshot: Snapshot = await response.json();
        if (asked === current.current) setState({ snapshot, isOnline: true });
        else loading.current = 'again';
      } catch {
        setState((last) => ({ ...last, isOnline: false }));
      }
    } while (loading.current === 'again');
    loading.current = 'idle';
  }, []);

  useEffect(() => {
    current.current = query;
    void load();
  }, [query, load]);

  useEffect(() => {
    const changes = new EventSource('/changes');
    const reload = (): void => void load();
    changes.addEventListener('message', reload);
    changes.addEventListener('open', reload);
    changes.addEventListener('error', () => setState((last) => ({ ...last, isOnline: false })));
    return () => changes.close();
  }, [load]);

  const perform = useCallback(
    async (deed: Deed): Promise<DeedAnswer> => {
      try {
        const response = await fetch(`/deeds${current.current}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(deed),
        });
        const answer: DeedAnswer = await response.json();
        await load();
        return answer;
      } catch {
        return silent;
      }
    },
    [load],
  );

  return { ...state, perform };
}
