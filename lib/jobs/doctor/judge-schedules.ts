import { describeSpan, type Finding } from './finding.ts';

/** Since when the one that waits longest is due and held by nobody; absent where nothing will ever be due. */
export interface Due {
  poll?: Date | undefined;
  digest?: Date | undefined;
  delivery?: Date | undefined;
}

const minute = 60_000;
/** What is due later than so may wait for its turn; it is more than any round takes. */
const patience = { poll: 30 * minute, digest: 15 * minute, delivery: 15 * minute } as const;
const words = {
  poll: 'No feed is polled: the first has been due for',
  digest: 'No digest is compiled: the first has been due for',
  delivery: 'Nothing is posted: the first message has waited for',
} as const;

/**
 * Whether the work is done that the clock asks for, told from what waits: who does it, and whether a schedule calls it, shows in nothing
 * else as surely.
 * @param where on one machine people may poll by hand; elsewhere a schedule must
 */
export function judgeSchedules(due: Due, now: Date, where: 'machine' | 'aws'): Finding[] {
  const late = (['poll', 'digest', 'delivery'] as const).flatMap((what): Finding[] => {
    const since = due[what];
    if (!since || now.getTime() - since.getTime() <= patience[what]) return [];
    const kind = what === 'poll' && where === 'machine' ? 'warning' : 'wrong';
    const mend =
      where === 'machine'
        ? `Keep \`faultline start\` running${what === 'poll' ? ', or run `faultline ingest`' : ''}.`
        : 'See that the schedules are enabled and what the failure queue holds: infra/README.md.';
    return [
      { kind, about: 'schedules', what: `${words[what]} ${describeSpan(now.getTime() - since.getTime())}.`, mend },
    ];
  });
  return late.length > 0 ? late : [{ kind: 'ok', about: 'schedules', what: 'Nothing is late.' }];
}
