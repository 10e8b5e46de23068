import type { Item } from '../article.ts';
import {
  chooseImpact,
  type Impact,
  type Incident,
  type IncidentState,
  type IncidentUpdate,
  impacts,
} from '../incident.ts';
import { truncate } from '../text.ts';
import { parseDate } from './dates.ts';
import { componentStates, readStateWord, stateWords } from './status-words.ts';

/** No page tells more of one incident; what does is made to exhaust its reader. */
const maxText = 50_000;
const maxUpdates = 100;
const maxUpdateText = 2_000;
const maxComponents = 50;
const maxComponentName = 80;
const maxList = 4_000;

const day = 24 * 3600 * 1000;

/** "Mar 25, 17:19 UTC Resolved - …" of Statuspage, Instatus and others; seconds, "PM" and offsets occur. */
const stampedUpdate =
  /(\p{Lu}\p{Ll}{2,8})\.? (\d{1,2}), (\d{1,2}):(\d{2})(?::\d{2})?(?: ?([AP])M)? (\p{Lu}{2,5}(?:[+-]\d{1,2}(?::?\d{2})?)?) (\p{L}[\p{L} ]{2,24}?) [-–](?= |$)/gu;
const scheduled = /^\s*THIS IS A SCHEDULED EVENT|\bType: Maintenance\b/;
const word = `(${stateWords}|update)`;
/** "[Resolved] …", "RESOLVED: …" and "Resolved - …" at the beginning, "… - Mitigated" and "… [Resolved]" at the end. */
const stateBefore = new RegExp(`^\\s*(?:\\[${word}\\]|(?:\\*\\*)?${word}(?:\\*\\*)?\\s*(?::|[-–—]\\s))`, 'i');
const stateBehind = new RegExp(`(?:\\s[-–—]\\s+${word}|\\[${word}\\])\\s*$`, 'i');
/** "Status: Resolved" of incident.io, before the text. */
const stateNamed = new RegExp(`^\\s*Status: ?${word}\\b`, 'i');
const impactNamed = /\b(?:Impact|Severity): ?(none|minor|major|critical)\b/i;

/** A list of names ends where the next label or update begins. */
const componentList =
  /\b(?:[Aa]ffected|AFFECTED|[Ii]mpacted) (?:[Cc]omponents?|COMPONENTS|[Pp]roducts?|[Ss]ervices?)(?: and [Ff]eatures)?(?:: ?| (?=\p{Lu}|\d))(.*?)(?= (?:[Aa]ffected|[Ii]mpacted) \p{L}+|(?<= )\p{Lu}\p{Ll}{2,8}\.? \d{1,2}, \d{1,2}:\d{2}| (?:Type|Duration|Description|Incident \p{L}+):|[.;](?: |$)|$)/u;
const componentWithState = new RegExp(
  `([^()]{1,${maxComponentName}}?) \\((${Object.keys(componentStates).join('|')})\\)`,
  'gi',
);

/** What AWS sets before its titles: https://docs.aws.amazon.com/health/latest/ug/aws-health-dashboard-status.html */
const awsTitle =
  /^(Service is operating normally|Informational message|Performance issues|Service degradation|Service disruption|Service impact)\s*:\s*(\[RESOLVED\])?/i;
const awsGuid = /#([a-z][\w-]*)_(\d{10})$/;

/**
 * Reads what a status page's entry says of an incident: its updates with their times and states, impact and components. Each dialect is
 * known by its wording: Statuspage, Instatus, incident.io, Better Stack, AWS, Azure and Google Cloud.
 * @param feedTitle names the component where the feed is that of one
 * @returns `undefined` for an entry in no such wording
 */
export function parseIncident(item: Item, feedTitle: string): Incident | undefined {
  const text = (item.content ?? item.summary).slice(0, maxText);
  const isMaintenance = scheduled.test(text);
  const at = item.updated ?? item.published;
  const updates = readStampedUpdates(text, isMaintenance, at);
  const aws = readAws(item, text, feedTitle);
  const state =
    updates.findLast((update) => update.state)?.state ??
    readState(item.title, text, isMaintenance) ??
    aws?.state ??
    (isMaintenance ? 'scheduled' : undefined);
  if (!state) return undefined;
  const listed = readComponents(text, item.title);
  const impact = chooseImpact(chooseImpact(readImpact(text), listed.impact), aws?.impact);
  return {
    state,
    ...(impact ? { impact } : {}),
    components: listed.components.length > 0 ? listed.components : (aws?.components ?? []),
    updates:
      updates.length > 0 ? updates : [{ ...(at ? { at } : {}), state, text: truncate(stripHead(text), maxUpdateText) }],
  };
}

/** Pages set the newest first; the answer is oldest first. */
function readStampedUpdates(text: string, isMaintenance: boolean, reference: Date | undefined): IncidentUpdate[] {
  const matches = Array.from(text.matchAll(stampedUpdate)).slice(0, maxUpdates);
  const updates = matches.map((match, i) => {
    const [all, month = '', date = '', hour = '', minute = '', half, zone = '', label = ''] = match;
    const clock = half ? (Number(hour) % 12) + (half === 'P' ? 12 : 0) : Number(hour);
    const at = readTime(`${date} ${month}`, `${clock}:${minute} ${zone}`, reference);
    const state = readStateWord(label, isMaintenance);
    const end = matches[i + 1]?.index ?? text.length;
    return {
      ...(at ? { at } : {}),
      ...(state ? { state } : {}),
      text: truncate(text.slice(match.index + all.length, end).trim(), maxUpdateText),
    };
  });
  return updates.reverse();
}

/** The year, which these times leave out, is the last one in which the time is not after the entry's own. */
function readTime(date: string, time: string, reference: Date | undefined): Date | undefined {
  if (!reference) return undefined;
  const year = reference.getUTCFullYear();
  // A day more, for the entry's time may be that of another update, or zone.
  const latest = reference.getTime() + day;
  return [year + 1, year, year - 1]
    .map((candidate) => parseDate(`${date} ${candidate} ${time}`))
    .find((candidate) => candidate && candidate.getTime() <= latest);
}

function readState(title: string, text: string, isMaintenance: boolean): IncidentState | undefined {
  const named = stateNamed.exec(text) ?? stateBefore.exec(title) ?? stateBehind.exec(title) ?? stateBefore.exec(text);
  const label = named?.slice(1).find((group) => group !== undefined);
  if (label === undefined) return undefined;
  return readStateWord(label, isMaintenance) ?? guessState(text);
}

/** What an update without a heading of its own says, before the names of what it hits. */
function guessState(entry: string): IncidentState {
  const text = entry.slice(0, componentList.exec(entry)?.index);
  if (/\b(?:has|have) been (?:fully )?resolved|operating normally\b/i.test(text)) return 'resolved';
  if (/\bmonitor|\brecover(?:y|ing)\b|\bmitigat/i.test(text)) return 'monitoring';
  return /\bidentified|\broot cause\b/i.test(text) ? 'identified' : 'investigating';
}

function stripHead(text: string): string {
  return text.replace(stateNamed, '').replace(stateBefore, '').trim();
}

function readImpact(text: string): Impact | undefined {
  const name = impactNamed.exec(text)?.[1]?.toLowerCase();
  return impacts.find((impact) => impact === name);
}

function readComponents(text: string, title: string): { components: string[]; impact?: Impact | undefined } {
  const list = (componentList.exec(text)?.[1] ?? '').slice(0, maxList);
  const stated = Array.from(list.matchAll(componentWithState));
  if (stated.length > 0)
    return {
      components: cleanNames(stated.map(([, name = '']) => name)),
      impact: stated.reduce<Impact | undefined>(
        (worst, [, , state = '']) => chooseImpact(worst, componentStates[state.toLowerCase()]),
        undefined,
      ),
    };
  if (list) return { components: cleanNames(list.split(',')) };
  // Azure: "Virtual Machines - North Europe - Mitigated", with what happened in its own words.
  const service = /\b(?:Impact Statement|Summary of Impact):/i.test(text) ? title.split(/\s[-–—]\s/) : [];
  return { components: cleanNames(service.length > 1 ? [service[0] ?? ''] : []) };
}

function cleanNames(names: readonly string[]): string[] {
  const cleaned = names.map((name) => truncate(name.trim(), maxComponentName)).filter(Boolean);
  return [...new Set(cleaned)].slice(0, maxComponents);
}

/** AWS makes an entry of each update, whose guid names service and region: `#ec2-us-east-1_1474645633`. */
function readAws(
  { title, guid = '' }: Item,
  text: string,
  feedTitle: string,
): { state: IncidentState; impact?: Impact; components: string[] } | undefined {
  const [, kind, isOver] = awsTitle.exec(title) ?? [];
  if (!kind) return undefined;
  const component = awsGuid.exec(guid)?.[1];
  // That of all services is "AWS Service Status".
  const service = /^(?!AWS )(.+?) Service Status$/.exec(feedTitle)?.[1];
  const grave = /disruption|impact/i.test(kind);
  const isNormal = /normally/i.test(kind);
  return {
    state: isOver || isNormal || /\[RESOLVED\]/i.test(title) ? 'resolved' : guessState(text),
    ...(isNormal ? {} : { impact: grave ? 'major' : 'minor' }),
    components: cleanNames([component ?? '', service ?? '']),
  };
}

/** Updates further apart are of another incident that goes by the same name. */
const maxSilence = day;

/**
 * Joins the entries that are updates of one incident: those that lead to one page, and those that AWS makes of each update, known by
 * service and subject. The joined entry keeps the address and guid of the first, so that it is known again whatever is added, and speaks
 * with the words of the last.
 * @param keyOf what tells entries apart
 */
export function joinUpdates(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const timeOf = ({ published, updated }: Item): number => (published ?? updated)?.getTime() ?? 0;
  const groups = new Map<string, Item[]>();
  const threads = new Map<string, { key: string; last: number }>();
  for (const item of items.toReversed().sort((a, b) => timeOf(a) - timeOf(b))) {
    let key = keyOf(item);
    const thread = nameThread(item);
    if (thread) {
      const open = threads.get(thread);
      if (open && timeOf(item) - open.last <= maxSilence) key = open.key;
      threads.set(thread, { key, last: timeOf(item) });
    }
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  // In the order of the document, which is that of the last updates.
  return Array.from(groups.values(), joinGroup).reverse();
}

function nameThread({ title, guid = '' }: Item): string | undefined {
  const component = awsGuid.exec(guid)?.[1];
  return component && awsTitle.test(title)
    ? `${component}\n${title.replace(awsTitle, '').trim().toLowerCase()}`
    : undefined;
}

function joinGroup(group: readonly Item[]): Item {
  const [first] = group;
  const last = group.at(-1);
  if (!first || !last || first === last) return first ?? { title: '', summary: '' };
  const { guid: _guid, url: _url, ...words } = last;
  const published = first.published ?? first.updated;
  const texts = group.toReversed().map(({ summary }) => summary);
  const incident = group.map((item) => item.incident).reduce(joinIncidents);
  return {
    ...words,
    ...(first.guid ? { guid: first.guid } : {}),
    ...(first.url ? { url: first.url } : {}),
    ...(published ? { published } : {}),
    content: [...new Set(texts)].join(' ').slice(0, maxText),
    ...(incident ? { incident } : {}),
  };
}

function joinIncidents(before: Incident | undefined, after: Incident | undefined): Incident | undefined {
  if (!before || !after) return after ?? before;
  const impact = chooseImpact(before.impact, after.impact);
  const known = new Set(before.updates.map(({ text }) => text));
  return {
    state: after.state,
    ...(impact ? { impact } : {}),
    components: [...new Set([...before.components, ...after.components])].slice(0, maxComponents),
    updates: [...before.updates, ...after.updates.filter(({ text }) => !known.has(text))].slice(-maxUpdates),
  };
}
