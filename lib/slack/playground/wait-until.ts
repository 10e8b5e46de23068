import type { Workspace } from './workspace.ts';

/**
 * Waits until a look at the workspace finds something, looking again at each change.
 * @throws after so many milliseconds
 */
export async function waitUntil<T>(
  { changes }: Workspace,
  look: () => T | undefined | false,
  milliseconds = 10_000,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const check = (): void => {
    try {
      const found = look();
      if (found !== undefined && found !== false) resolve(found);
    } catch (error) {
      reject(error);
    }
  };
  const timer = setTimeout(() => reject(new Error(`not found within ${milliseconds} ms: ${look}`)), milliseconds);
  changes.on('change', check);
  try {
    check();
    return await promise;
  } finally {
    clearTimeout(timer);
    changes.off('change', check);
  }
}
