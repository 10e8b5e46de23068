/** ISO 8601 as `Date.toJSON` writes it: the only texts that become times again. */
const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Fields that hold times; a title that looks like one stays a text. */
const timeField = /(?:At|^from|^to)$/;

/** A value as stored: JSON, its times as ISO 8601 UTC. */
export function writeJson(value: object): string {
  return JSON.stringify(value);
}

/** What `writeJson` stored. */
export function readJson<T>(text: unknown): T {
  return JSON.parse(String(text), (key, value) =>
    typeof value === 'string' && timeField.test(key) && isoTime.test(value) ? new Date(value) : value,
  );
}
