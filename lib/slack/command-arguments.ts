import { isSubscribeLine, parseSubscribeLine } from '../digest/subscribe-line.ts';
import { cadences } from '../digest/subscription.ts';
import { listChanges } from '../jobs/feed-list.ts';
import { isQuery, parseQuery } from '../query/parse.ts';
import type { Misunderstood, Query } from '../query/query.ts';
import { findNearest } from '../query/spelling.ts';
import { actionIds } from '../render/actions.ts';
import { type CommandName, commandNames } from './command-forms.ts';
import type { Wanted, Which } from './wanted.ts';

/** What the words of one command ask for; spaces in them are single. The nearest right form of a mistake is the whole command. */
export function parseArguments(name: CommandName, words: string): Wanted | Misunderstood {
  switch (name) {
    case 'help':
      return parseHelp(words);
    case 'subscribe':
      return parseSubscribe(words);
    case 'subscriptions':
      return words ? refuseWords(name, words) : { kind: name };
    case 'unsubscribe':
    case 'story':
    case 'why': {
      const which = parseWhich(name, words);
      return 'kind' in which ? which : { kind: name, which };
    }
    case 'latest': {
      const query = parseQueryOf(name, words);
      return isQuery(query) ? { kind: name, query } : query;
    }
    case 'trends': {
      const query = parseQueryOf(name, words);
      return isQuery(query) ? (refuseSpan(query) ?? { kind: name, query }) : query;
    }
    case 'sides': {
      const of = /^#?\d{1,2}$/.test(words) || isStoryId(words) ? parseWhich(name, words) : parseQueryOf(name, words);
      return 'kind' in of ? of : { kind: name, of };
    }
    case 'receipt':
      if (!words) return { kind: name };
      return isId(words) ? { kind: name, digestId: words } : misunderstand(words, 'it is no id of a digest', name);
    case 'feeds':
      return parseFeeds(words);
  }
}

function parseHelp(words: string): Wanted | Misunderstood {
  if (!words) return { kind: 'help' };
  const lower = words.toLowerCase();
  const of = commandNames.find((name) => name === lower);
  if (of) return { kind: 'help', of };
  const near = findNearest(lower, commandNames);
  return misunderstand(words, 'there is no such command', near ? `help ${near}` : 'help');
}

/** A time of day, or what was meant as one. */
const clock = /^\d{1,2}[:.h]\d{2}$/;
/** A schedule has at most so many words at the end. */
const longestSchedule = 5;

function parseSubscribe(words: string): Wanted | Misunderstood {
  const isOpen = !words
    .split(' ')
    .slice(-longestSchedule)
    .some((word) => clock.test(word) || findNearest(word, cadences));
  if (isOpen) {
    const query = parseQueryOf('subscribe', words);
    return isQuery(query) ? { kind: 'open', action: actionIds.subscribe, value: words } : query;
  }
  const line = parseSubscribeLine(words, { timezone: '' });
  if (!isSubscribeLine(line)) return completeForm('subscribe', words, line);
  const { query, cadence, at, timezone } = line;
  return { kind: 'subscribe', query, schedule: { cadence, at, ...(timezone ? { timezone } : {}) } };
}

function parseFeeds(words: string): Wanted | Misunderstood {
  const [, first = '', rest = ''] = /^(\S*)\s*(.*)$/.exec(words) ?? [];
  const deed = first.toLowerCase();
  const change = listChanges.find((one) => one === deed);
  if (change && isFeedName(rest)) return { kind: 'feeds-change', feed: rest, change };
  if (change) {
    const why = rest ? 'it is neither the id nor the address of one feed' : `“${change}” needs to know which feed`;
    return misunderstand(rest || deed, why, 'feeds list');
  }
  if (deed === 'add') {
    if (!rest) return { kind: 'open', action: actionIds.addFeed, value: '' };
    return isFeedName(rest)
      ? { kind: 'feeds-add', address: rest }
      : misunderstand(rest, 'one address is added at a time', `feeds add ${rest.split(' ')[0]}`);
  }
  if (deed === '' || deed === 'list') return rest ? refuseWords('feeds list', rest) : { kind: 'feeds-list' };
  if ((deed === 'import' || deed === 'export') && rest) return refuseWords(`feeds ${deed}`, rest);
  if (deed === 'import') return { kind: 'open', action: actionIds.importFeeds, value: '' };
  if (deed === 'export') return { kind: 'feeds-export' };
  const near = findNearest(deed, ['list', 'add', ...listChanges, 'import', 'export']);
  // Whoever names an address wants it added.
  const meant = near ? `feeds ${near} ${rest}`.trim() : first.includes('.') ? `feeds add ${first}` : 'feeds list';
  return misunderstand(first, 'feeds can be listed, added, removed, enabled, disabled, imported and exported', meant);
}

const day = 86_400_000;
const longestTrend = 90 * day;

/** Trends are counted by whole days, and the archive is not kept for ever. */
function refuseSpan({ terms }: Query): Misunderstood | undefined {
  const spans = terms.filter((term) => term.kind === 'since');
  const wrong = spans.find(({ span, negated }) => negated || span < day || span > longestTrend) ?? spans[1];
  return wrong && misunderstand(wrong.source, 'trends take one span of 1 to 90 days', 'trends since:30d');
}

/** Ids and addresses have no spaces. */
function isFeedName(words: string): boolean {
  return /^\S{3,2000}$/.test(words);
}

function refuseWords(form: string, words: string): Misunderstood {
  return misunderstand(words, `“${form}” takes no more words`, form);
}

/** Story ids are ten hex digits; ten letters from a to f are a word. */
function isStoryId(word: string): boolean {
  return /^(?=.*\d)[\da-f]{10}$/.test(word);
}

/** Ids are hex digits, of which there are ten figures and six letters; a word has no figures. */
function isId(word: string): boolean {
  return /^(?:(?=.*\d)[\w-]{3,64}|[\da-f]{8,64})$/.test(word);
}

function parseWhich(name: CommandName, words: string): Which | Misunderstood {
  const number = Number(/^#?(\d{1,2})$/.exec(words)?.[1] ?? Number.NaN);
  if (number > 0) return { by: 'number', number };
  if (number === 0) return misunderstand(words, 'they are counted from 1', `${name} 1`);
  if (isId(words)) return { by: 'id', id: words };
  const why = words ? 'it is neither a number nor an id' : `“${name}” needs a number or an id`;
  return misunderstand(words || name, why, `${name} 1`);
}

function parseQueryOf(name: CommandName, words: string): Query | Misunderstood {
  const query = parseQuery(words);
  return isQuery(query) ? query : completeForm(name, words, query);
}

/** The mistake with the whole command as it would be right. */
function completeForm(name: CommandName, words: string, mistake: Misunderstood): Misunderstood {
  const { part, nearest } = mistake;
  return nearest ? { ...mistake, nearest: `${name} ${words.replace(part, () => nearest)}` } : mistake;
}

function misunderstand(part: string, why: string, nearest: string): Misunderstood {
  return { kind: 'misunderstood', part, why, nearest };
}
