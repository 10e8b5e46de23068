import { isRecord } from '../arguments.ts';

/** Takes down a mistake, and the JSON pointer of what has it. */
export type Report = (mistake: string, at: string) => void;

/** Checks one value. Mistakes are worded as Slack words them in `response_metadata.messages`. */
export type Rule = (value: unknown, at: string, report: Report) => void;

export function textOf({ least = 1, most }: { least?: number; most?: number } = {}): Rule {
  return (value, at, report) => {
    if (typeof value !== 'string') report('must provide a string', at);
    else if (value.length < least) report(`must be more than ${least - 1} characters`, at);
    else if (most !== undefined && value.length > most) report(`must be less than ${most + 1} characters`, at);
  };
}

/** An address that a click opens. */
export function urlOf(most: number, schemes: readonly string[] = ['http:', 'https:', 'mailto:']): Rule {
  const isText = textOf({ most });
  return (value, at, report) => {
    isText(value, at, report);
    if (typeof value !== 'string' || value === '') return;
    if (!URL.canParse(value) || !schemes.includes(new URL(value).protocol)) report('invalid url', at);
  };
}

export const flag: Rule = (value, at, report) => {
  if (typeof value !== 'boolean') report('must provide a boolean', at);
};

export function numberOf({ least, most }: { least?: number; most?: number } = {}): Rule {
  return (value, at, report) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) report('must provide a number', at);
    else if (least !== undefined && value < least) report(`must be greater than or equal to ${least}`, at);
    else if (most !== undefined && value > most) report(`must be less than or equal to ${most}`, at);
  };
}

/** One of a few values. */
export function oneOf(...values: readonly unknown[]): Rule {
  return (value, at, report) => {
    if (!values.includes(value)) report('must be a valid enum value', at);
  };
}

/** A text of a form, such as a date. */
export function matching(pattern: RegExp): Rule {
  return (value, at, report) => {
    if (typeof value !== 'string' || !pattern.test(value)) report(`must match ${pattern.source}`, at);
  };
}

export function listOf(rule: Rule, { least = 0, most }: { least?: number; most?: number } = {}): Rule {
  return (value, at, report) => {
    if (!Array.isArray(value)) {
      report('must provide an array', at);
      return;
    }
    if (value.length < least) report(`no less than ${least} items allowed`, at);
    if (most !== undefined && value.length > most) report(`no more than ${most} items allowed`, at);
    for (const [index, one] of value.entries()) rule(one, `${at}/${index}`, report);
  };
}

/** What an object holds beyond the form of its fields; called only where it is an object. */
export type Check = (value: Record<string, unknown>, at: string, report: Report) => void;

/** An object of certain fields, some of them required, and no others. */
export function shapeOf(fields: Readonly<Record<string, Rule>>, required: readonly string[], check?: Check): Rule {
  return (value, at, report) => {
    if (!isRecord(value)) {
      report('must provide an object', at);
      return;
    }
    for (const name of required) {
      if (value[name] === undefined || value[name] === null) report(`missing required field: ${name}`, at);
    }
    for (const [name, one] of Object.entries(value)) {
      const rule = fields[name];
      if (!rule) report(`invalid additional property: ${name}`, at);
      // Slack takes null for a field that is not there.
      else if (one !== undefined && one !== null) rule(one, `${at}/${name}`, report);
    }
    check?.(value, at, report);
  };
}

/** A rule by what the object says its `type` is. */
export function byType(rules: Readonly<Record<string, Rule>>): Rule {
  return (value, at, report) => {
    if (!isRecord(value)) {
      report('must provide an object', at);
      return;
    }
    const { type } = value;
    if (type === undefined) {
      report('missing required field: type', at);
      return;
    }
    const rule = typeof type === 'string' && Object.hasOwn(rules, type) ? rules[type] : undefined;
    if (rule) rule(value, at, report);
    else report(`unsupported type: ${String(type)}`, `${at}/type`);
  };
}

/** An object that may be of several kinds: Slack says first that none of them fits. */
export function anyOf(rule: Rule): Rule {
  return (value, at, report) => {
    const mistakes: [string, string][] = [];
    rule(value, at, (...mistake) => mistakes.push(mistake));
    if (mistakes.length > 0) report('failed to match all allowed schemas', at);
    for (const mistake of mistakes) report(...mistake);
  };
}
