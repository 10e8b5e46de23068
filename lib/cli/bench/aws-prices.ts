/**
 * List prices of AWS in us-east-1 in USD, without any free tier of a new account, as of November 2025; each with its page.
 */
export const prices = {
  date: '2025-11',
  region: 'us-east-1',
  /** A million units on demand, and a GB of table in a month beyond the first 25: https://aws.amazon.com/dynamodb/pricing/on-demand/ */
  writeUnits: 0.625,
  readUnits: 0.125,
  storage: 0.25,
  storageIncluded: 25,
  /** A GB of table in a month with point-in-time recovery. */
  recovery: 0.2,
  /** A GB-second on arm64, and a million requests: https://aws.amazon.com/lambda/pricing/ */
  computing: 0.000_013_333_4,
  requests: 0.2,
  /** A million runs: https://aws.amazon.com/eventbridge/pricing/ */
  schedules: 1,
  /** A GB of log, a metric and an alarm in a month, beyond what is always included: https://aws.amazon.com/cloudwatch/pricing/ */
  logs: 0.5,
  logsIncluded: 5,
  metric: 0.3,
  metricsIncluded: 10,
  alarm: 0.1,
  alarmsIncluded: 10,
} as const;
