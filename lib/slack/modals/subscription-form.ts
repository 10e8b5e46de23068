import { identify } from '../../article.ts';
import { defaultTimeOf } from '../../digest/subscribe-line.ts';
import {
  type AlertThreshold,
  type Cadence,
  cadences,
  defaultBudget,
  defaultThreshold,
  type Subscription,
} from '../../digest/subscription.ts';
import { readTimezone, suggestTimezone } from '../../digest/timezone.ts';
import { type SubscriptionWish, wishLimits } from '../../jobs/subscribe.ts';
import { composeQuery, type QueryFields, readFields } from '../../query/compose.ts';
import { describeMisunderstood, isQuery, parseQuery } from '../../query/parse.ts';
import { sectorIds, topics, viewpointIds } from '../../taxonomy.ts';
import {
  readAllChosen,
  readChoice,
  readChoices,
  readConversation,
  readNumber,
  readText,
  readTime,
  type Values,
} from './values.ts';

/** A subscription as its modal shows it, right or not yet. */
export interface SubscriptionForm extends Omit<QueryFields, 'countries' | 'languages'> {
  channel?: string | undefined;
  /** Codes as they were typed. */
  countries: string;
  languages: string;
  cadence: Cadence;
  at: string;
  /** As it was typed. */
  timezone: string;
  budget: number;
  threshold: AlertThreshold;
  muted: readonly string[];
  /** `identify` of the names among `muted` that are to be heard again. */
  unmuted: readonly string[];
}

/** Names of the fields, which are their block ids. */
export type FieldName = keyof Omit<SubscriptionForm, 'threshold' | 'muted'> | 'publishers' | 'within' | 'official';

/** The form for a subscription that is to be. A query that is not understood stands in its words, to be mended there. */
export function beginForm(query: string, timezone: string, channel: string | undefined): SubscriptionForm {
  return {
    ...(channel ? { channel } : {}),
    ...spreadQuery(query),
    cadence: 'daily',
    at: defaultTimeOf('daily'),
    timezone,
    budget: defaultBudget,
    threshold: defaultThreshold,
    muted: [],
    unmuted: [],
  };
}

/** The form for a subscription that there is. */
export function showForm(subscription: Subscription): SubscriptionForm {
  const { channel, query, cadence, at, timezone, budget, threshold = defaultThreshold, muted } = subscription;
  return { channel, ...spreadQuery(query), cadence, at, timezone, budget, threshold, muted, unmuted: [] };
}

function spreadQuery(
  text: string,
): Omit<QueryFields, 'countries' | 'languages'> & { countries: string; languages: string } {
  const query = parseQuery(text);
  if (!isQuery(query)) return { topics: [], sectors: [], viewpoints: [], countries: '', languages: '', words: text };
  const { countries, languages, ...rest } = readFields(query);
  return { ...rest, countries: countries.join(', '), languages: languages.join(', ') };
}

/**
 * The form as it was filled in.
 * @param before says what the modal does not ask: the time of an alert, the threshold of a digest, what is muted
 */
export function readForm(values: Values, before: SubscriptionForm): SubscriptionForm {
  return {
    channel: readConversation(values, 'channel'),
    topics: readChoices(values, 'topics', topics),
    sectors: readChoices(values, 'sectors', sectorIds),
    viewpoints: readChoices(values, 'viewpoints', viewpointIds),
    countries: readText(values, 'countries'),
    languages: readText(values, 'languages'),
    words: readText(values, 'words'),
    cadence: readChoice(values, 'cadence', cadences) ?? before.cadence,
    at: readTime(values, 'at') ?? before.at,
    timezone: readText(values, 'timezone') || before.timezone,
    budget: readNumber(values, 'budget'),
    threshold:
      'publishers' in values
        ? {
            publishers: readNumber(values, 'publishers'),
            within: readNumber(values, 'within'),
            official: readAllChosen(values, 'official').length > 0,
          }
        : before.threshold,
    muted: before.muted,
    unmuted: readAllChosen(values, 'unmuted'),
  };
}

/** What a form asks for, or what is wrong with it by block id. */
export function judgeForm(form: SubscriptionForm): { wish: SubscriptionWish } | { errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const refuse = (name: FieldName, why: string): void => {
    errors[name] = why;
  };
  const { channel, cadence, at, budget, threshold } = form;
  if (!channel) refuse('channel', 'Choose the channel that is to be told.');
  const countries = readCodes('country', form.countries);
  if ('why' in countries) refuse('countries', countries.why);
  const languages = readCodes('lang', form.languages);
  if ('why' in languages) refuse('languages', languages.why);
  const words = parseQuery(form.words);
  if (!isQuery(words)) refuse('words', `Not understood: ${describeMisunderstood(words)}`);
  const query = composeQuery({
    ...form,
    countries: 'codes' in countries ? countries.codes : [],
    languages: 'codes' in languages ? languages.codes : [],
  });
  if (query.length > wishLimits.query)
    refuse('words', `The query is ${query.length} characters long; ${wishLimits.query} are the most.`);
  const timezone = readTimezone(form.timezone);
  if (!timezone) {
    const near = suggestTimezone(form.timezone);
    refuse(
      'timezone',
      `There is no such time zone${near ? `; did you mean ${near}?` : '. Use a name such as Europe/Berlin.'}`,
    );
  }
  const bound = (name: 'budget' | 'publishers' | 'within', value: number): void => {
    const [least, most] = wishLimits[name];
    if (!(value >= least && value <= most)) refuse(name, `A whole number from ${least} to ${most}.`);
  };
  bound('budget', budget);
  if (cadence === 'alert') {
    bound('publishers', threshold.publishers);
    bound('within', threshold.within);
  }
  if (Object.keys(errors).length > 0 || !channel || !timezone) return { errors };
  const muted = form.muted.filter((name) => !form.unmuted.includes(identify(name)));
  return {
    wish: { channel, query, cadence, at, timezone, budget, muted, ...(cadence === 'alert' ? { threshold } : {}) },
  };
}

/** Between two short words, which are codes; a long name has spaces of its own. */
const gapOfCodes = /(?<=(?:^|[\s,;])\p{L}{2,3})\s+(?=\p{L}{2,3}(?:[\s,;]|$))/gu;

/** Codes with commas or spaces between them, as the query grammar reads them. */
function readCodes(kind: 'country' | 'lang', text: string): { codes: string[] } | { why: string } {
  const parts = text
    .replace(gapOfCodes, ',')
    .split(/[,;]/)
    .map((part) => part.replace(/["“”„‟«»＂]/g, '').trim())
    .filter(Boolean);
  if (parts.length === 0) return { codes: [] };
  const query = parseQuery(`${kind}:${parts.map((part) => `"${part}"`).join(',')}`);
  if (isQuery(query)) return { codes: query.terms.flatMap((term) => ('codes' in term ? term.codes : [])) };
  const near = query.nearest?.slice(`${kind}:`.length);
  return { why: `Not understood: ${query.why}${near ? `; did you mean ${near}?` : '.'}` };
}
