/** Every figure that we count, with its unit. The names stand in `infra/alarms.yml` and `infra/dashboard.yml` too. */
export const metricUnits = {
  FeedsPolled: 'Count',
  FeedsFailed: 'Count',
  ArticlesAdded: 'Count',
  StoriesTouched: 'Count',
  DigestsCompiled: 'Count',
  DigestsFailed: 'Count',
  MessagesPosted: 'Count',
  MessagesUnsure: 'Count',
  /** From when a message was queued to when all of it stood in Slack, each one. */
  DeliveryLatency: 'Milliseconds',
} as const;

/** A number, or one for each time that the thing was measured. */
type Figures = Partial<Record<keyof typeof metricUnits, number | readonly number[]>>;

/** Writes figures for CloudWatch. */
export type Measure = (figures: Figures) => void;

/** CloudWatch takes so many values of a metric in a line. */
const maxValues = 100;

/**
 * Metrics as lines of the log, which CloudWatch counts without a request of ours. One dimension, for each combination of values is a
 * metric to be paid for.
 * @param facts stand in the line and are no dimension
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createMetrics(
  write: (line: string) => void,
  { now, stage, facts }: { now: () => Date; stage: string; facts: Readonly<Record<string, string>> },
): Measure {
  return (figures) => {
    const values = Object.entries(figures)
      .map(([name, value]) => [name as keyof typeof metricUnits, [value].flat().slice(0, maxValues)] as const)
      .filter(([, numbers]) => numbers.length > 0);
    if (values.length === 0) return;
    const metrics = values.map(([Name]) => ({ Name, Unit: metricUnits[Name] }));
    const directive = { Namespace: 'Faultline', Dimensions: [['Stage']], Metrics: metrics };
    const line = {
      _aws: { Timestamp: now().getTime(), CloudWatchMetrics: [directive] },
      ...facts,
      Stage: stage,
      ...Object.fromEntries(values.map(([name, numbers]) => [name, numbers.length === 1 ? numbers[0] : numbers])),
    };
    write(`${JSON.stringify(line)}\n`);
  };
}
