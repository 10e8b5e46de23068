import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  /** @param done of `total` */
  update(done: number, total: number, what?: string): void;
  stop(): void;
}

/**
 * A progress bar on stderr where that is a terminal; nothing at all in a pipe.
 */
export function createProgress(label: string): Progress {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar(
    {
      format: `${label} {bar} {value}/{total} {what}`,
      hideCursor: true,
      clearOnComplete: true,
      stream: process.stderr,
    },
    Presets.shades_classic,
  );
  let isStarted = false;
  return {
    update(done, total, what = '') {
      if (!isStarted) bar.start(total, 0, { what });
      isStarted = true;
      bar.setTotal(total);
      bar.update(done, { what: what.slice(0, 40) });
    },
    stop() {
      if (isStarted) bar.stop();
    },
  };
}
