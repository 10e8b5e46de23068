import { describe, expect, it } from 'vitest';
import type { Alert } from '../../lib/digest/alert.ts';
import type { Delivery } from '../../lib/digest/delivery.ts';
import { findNextStep, type Step } from '../../lib/digest/next-message.ts';
import {
  buildAlert,
  buildDelivery,
  buildDigest,
  buildDigestStory,
  minutesLater,
  morning,
} from '../fixtures/builders.ts';

const stories = ['one', 'two'].map((id) => buildDigestStory({ id }));
const digest = buildDigest({ stories });

/** What is done next, in short. */
function tell(step: Step): string {
  if (step.kind === 'done') return 'done';
  if (step.kind === 'edit') return `edit ${step.ts} to ${step.shown}`;
  const { message, mark, thread = '' } = step;
  const what =
    message.kind === 'details'
      ? `details of ${message.story.id}`
      : message.kind === 'change'
        ? `change ${message.change}`
        : message.kind;
  return `post ${what} as ${mark}${thread && ` in ${thread}`}`;
}

const nextOfDigest = (posted: string[]) =>
  tell(findNextStep(buildDelivery({ state: 'claimed', posted }), { kind: 'digest', digest }));

function nextOfAlert(delivery: Partial<Delivery>, alert: Partial<Alert> = {}): string {
  const { id } = buildAlert();
  return tell(findNextStep(buildDelivery({ id, ...delivery }), { kind: 'alert', alert: buildAlert(alert) }));
}

describe('a digest', () => {
  it('is one message, a reply a story in its order, and then done', () => {
    expect([[], ['1.1'], ['1.1', '1.2'], ['1.1', '1.2', '1.3']].map(nextOfDigest)).toEqual([
      'post digest as digest-1:0',
      'post details of one as digest-1:1 in 1.1',
      'post details of two as digest-1:2 in 1.1',
      'done',
    ]);
  });

  it('goes on after a reply whose place is not known', () => {
    expect(nextOfDigest(['1.1', ''])).toBe('post details of two as digest-1:2 in 1.1');
  });

  it('is done where the place of its message is not known', () => {
    expect(nextOfDigest([''])).toBe('done');
  });
});

describe('an alert', () => {
  const history = [2, 4].map((minute) => ({ at: minutesLater(minute), change: `at ${minute}` }));

  it('is one message as the alert stands now', () => {
    const step = findNextStep(buildDelivery({ id: 'alert-1' }), { kind: 'alert', alert: buildAlert({ version: 3 }) });
    expect(step).toMatchObject({ kind: 'post', mark: 'alert-1:0', shown: 3 });
  });

  it('is done while it does not grow', () => {
    expect(nextOfAlert({ posted: ['1.1'], shown: 1 })).toBe('done');
  });

  it('is edited when it grew, and then has a reply a change', () => {
    const grown = { version: 3, history };
    expect(nextOfAlert({ posted: ['1.1'], shown: 1 }, grown)).toBe('edit 1.1 to 3');
    expect(nextOfAlert({ posted: ['1.1'], shown: 3 }, grown)).toBe('post change 0 as alert-1:1 in 1.1');
    expect(nextOfAlert({ posted: ['1.1', '1.2'], shown: 3 }, grown)).toBe('post change 1 as alert-1:2 in 1.1');
    expect(nextOfAlert({ posted: ['1.1', '1.2', '1.3'], shown: 3 }, grown)).toBe('done');
  });

  it('is edited where it is not known which version its message shows', () => {
    expect(nextOfAlert({ posted: ['1.1'] })).toBe('edit 1.1 to 1');
  });

  it('settles a reply that may have arrived before anything else', () => {
    const before = { posted: ['1.1'], shown: 1, triedAt: morning };
    expect(nextOfAlert(before, { version: 3, history })).toBe('post change 0 as alert-1:1 in 1.1');
  });

  it('is neither edited nor replied to where the place of its message is not known', () => {
    expect(nextOfAlert({ posted: [''] }, { version: 3, history })).toBe('done');
  });
});

describe('a notice', () => {
  it('is one message', () => {
    const notice = { kind: 'notice', notice: { kind: 'welcome' } } as const;
    const next = (posted: string[]) => tell(findNextStep(buildDelivery({ id: 'notice-1', posted }), notice));
    expect([[], ['1.1']].map(next)).toEqual(['post notice as notice-1:0', 'done']);
  });
});
