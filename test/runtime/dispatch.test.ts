import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDispatcher } from '../../lib/runtime/dispatch.ts';
import type { SlackTask } from '../../lib/slack/task.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const homeOf = (user: string): SlackTask => ({ kind: 'home', asker: { team: 'T1', user } });

/** A dispatcher whose tasks end when they are told to, and the users whose task has begun. */
function createHeld() {
  const begun: string[] = [];
  const endings: (() => void)[] = [];
  const dispatcher = createDispatcher(async (task) => {
    begun.push(task.kind === 'home' ? task.asker.user : task.kind);
    await new Promise<void>((resolve) => endings.push(resolve));
  });
  return {
    ...dispatcher,
    begun,
    async end(): Promise<void> {
      for (const resolve of endings.splice(0)) resolve();
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

describe('the dispatcher of one machine', () => {
  it('begins tasks in the order in which they came once no more come, four at a time', async () => {
    const { dispatch, begun, end } = createHeld();
    for (let i = 0; i < 10; i++) {
      await dispatch(homeOf(`U${i}`));
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(begun).toEqual([]);
    await vi.advanceTimersByTimeAsync(10);
    expect(begun).toEqual(['U0', 'U1', 'U2', 'U3']);
    await end();
    expect(begun).toEqual(['U0', 'U1', 'U2', 'U3', 'U4', 'U5', 'U6', 'U7']);
  });

  it('begins after half a second though more keep coming, and then holds nothing back until all is done', async () => {
    const { dispatch, begun, end } = createHeld();
    for (let passed = 0; passed < 490; passed += 10) {
      await dispatch(homeOf(`U${passed}`));
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(begun).toEqual([]);
    await dispatch(homeOf('U490'));
    await vi.advanceTimersByTimeAsync(10);
    expect(begun).toHaveLength(4);
    await end();
    await dispatch(homeOf('U510'));
    await end();
    expect(begun).toHaveLength(12);
    while (begun.length < 51) await end();
    await end();

    await dispatch(homeOf('later'));
    await vi.advanceTimersByTimeAsync(10);
    expect(begun).toHaveLength(51);
    await vi.advanceTimersByTimeAsync(10);
    expect(begun.at(-1)).toBe('later');
  });

  it('refuses what would wait behind 500 others', async () => {
    const { dispatch } = createHeld();
    for (let i = 0; i < 500; i++) await dispatch(homeOf(`U${i}`));
    await expect(dispatch(homeOf('U500'))).rejects.toMatchObject({ code: 'too-busy' });
  });

  it('settles once all is done, without waiting for a lull', async () => {
    const done: string[] = [];
    const { dispatch, settle } = createDispatcher(async (task) => void done.push(task.kind));
    await dispatch(homeOf('U1'));
    await settle();
    expect(done).toEqual(['home']);
    await settle();
  });
});
