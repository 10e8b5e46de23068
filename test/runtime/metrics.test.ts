import { expect, it } from 'vitest';
import { createMetrics } from '../../lib/runtime/metrics.ts';
import { morning } from '../fixtures/builders.ts';

function write(...figures: Parameters<ReturnType<typeof createMetrics>>): Record<string, unknown>[] {
  const lines: string[] = [];
  const options = { now: () => morning, stage: 'prod', facts: { correlation: 'r1' } };
  createMetrics((line) => lines.push(line), options)(...figures);
  return lines.map((line) => JSON.parse(line));
}

it('figures are one line that CloudWatch takes for metrics of the deployment', () => {
  expect(write({ FeedsPolled: 25, FeedsFailed: 0, DeliveryLatency: [120, 80] })).toEqual([
    {
      _aws: {
        Timestamp: morning.getTime(),
        CloudWatchMetrics: [
          {
            Namespace: 'Faultline',
            Dimensions: [['Stage']],
            Metrics: [
              { Name: 'FeedsPolled', Unit: 'Count' },
              { Name: 'FeedsFailed', Unit: 'Count' },
              { Name: 'DeliveryLatency', Unit: 'Milliseconds' },
            ],
          },
        ],
      },
      correlation: 'r1',
      Stage: 'prod',
      FeedsPolled: 25,
      FeedsFailed: 0,
      DeliveryLatency: [120, 80],
    },
  ]);
});

it('what was measured never is not written', () => {
  expect(write({ DeliveryLatency: [] })).toEqual([]);
  expect(write({ MessagesPosted: 0, DeliveryLatency: [] })).toMatchObject([{ MessagesPosted: 0 }]);
});

it('no more values are written than CloudWatch takes', () => {
  const [line] = write({ DeliveryLatency: Array.from({ length: 250 }, (_, i) => i) });
  expect(line?.DeliveryLatency).toHaveLength(100);
});
