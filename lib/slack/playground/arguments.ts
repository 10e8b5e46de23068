/** What a Web API method was called with: texts out of a form, any JSON values out of a JSON body. */
export type Arguments = Readonly<Record<string, unknown>>;

/** Numbers count as their digits, as Slack takes them; '' counts as not given. */
export function readText(args: Arguments, name: string): string | undefined {
  const value = args[name];
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function readFlag(args: Arguments, name: string): boolean {
  return ['true', '1'].includes(readText(args, name) ?? '');
}

/** `otherwise` where it is not given or no whole number; never more than `most`. */
export function readCount(args: Arguments, name: string, otherwise: number, most: number): number {
  const count = Number(readText(args, name));
  return Number.isInteger(count) && count > 0 ? Math.min(count, most) : otherwise;
}

/** A comma-separated list. */
export function readList(args: Arguments, name: string): string[] {
  return (readText(args, name) ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
}

/** A structured argument: a value, or JSON as a form carries it. `malformed` where that does not parse, `undefined` where it is absent. */
export function readStructure(args: Arguments, name: string): { value: unknown } | 'malformed' | undefined {
  const value = args[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') return { value };
  try {
    return { value: JSON.parse(value) };
  } catch {
    return 'malformed';
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
