import { inspect } from 'node:util';

/** Every error that a user can meet: what was wrong and what to do, in one place so that the tone stays one. */
const messages = {
  'feed-address-refused': 'This address is refused: {why}. Only public http and https addresses are fetched{hint}.',
  'not-a-feed': 'This document is no feed: {why}.',
  'feed-unknown': 'No feed "{feed}" is in the list. `faultline feeds list` shows the ids and addresses.',
  'feed-exists': 'The feed {url} is in the list already.',
  'no-feed-found': 'No feed was found at {url}: {why}. Give the address of the feed itself.',
  'feeds-found': '{url} offers several feeds; add one of them:\n{choices}',
  'feed-failed': '{url} could not be read: {why}.',
  'feed-list-unreadable': 'The feed list {file} could not be read: {why}.',
  'feed-list-long': 'The feed list {file} names more than {most} feeds. Import it in parts.',
  'desk-unknown': 'The catalogue has no desk "{desk}". It has: {desks}.',
  'file-unreadable': 'The file {file} could not be read: {why}.',
  'file-unwritable': 'The file {file} could not be written: {why}.',
  'store-not-ours':
    'The file {file} is not a Faultline store: {why}. It was left untouched; name another with --db FILE.',
  'store-newer':
    'The store {file} has version {found}, this Faultline knows versions up to {known}. It was left untouched; update Faultline.',
  'store-busy': 'The store {file} stayed locked by another process for {seconds} s. Try again.',
  'table-throttled':
    'The table {table} had no room for a request, though it was asked ten times. Its work is tried again later; if it stays so, raise what the table may use.',
  'table-unanswered': 'The table {table} could not be asked: {why}.',
  'table-unknown': 'There is no table {table} in this account and region. Deploy first, or set FAULTLINE_TABLE.',
  'search-unbounded':
    'The search looked at {looked} articles, back to {back}, and found too few. Name a shorter period, such as since:7d, or words that are less rare.',
  'query-wrong': 'The query was not understood: {why}.',
  'time-wrong': 'The time "{text}" was not understood. Use 24h, 7d, or an ISO time such as 2024-07-19T12:00:00Z.',
  'item-wrong': 'line {line}: {why}',
  'story-unknown': 'No story "{story}" is in the store. `faultline query` lists the ids.',
  'article-unknown': 'No article "{article}" is in the store. `faultline story ID` shows the ids of its articles.',
  'correction-empty':
    'Nothing was corrected: say what is right with --topic, --sectors, --views or --story. `faultline correct --help` shows how.',
  'correction-out-of-scope':
    'This article counts as out of scope, where there are no labels. Say what it is about as well, with --topic.',
  'digest-unknown': 'No digest "{digest}" is in the store. `faultline digest` ends with the id of the one it made.',
  'nothing-found': 'No story matches the query {query}.',
  'setting-wrong': 'The setting {name} is wrong: {why}.',
  'model-wrong': 'The model could not be read: {why}. `npm run train` makes it anew.',
  'corpus-wrong': '{file} line {line}: {why}',
  'not-a-member': 'Only members of <#{channel}> and admins may change what the channel is told.',
  'not-a-feed-tuner':
    'Only admins, the installer and those whom the admins chose may change the feed list. Ask one of them.',
  'not-an-admin': 'Only admins of the workspace may change this.',
  'subscription-unknown':
    'No subscription "{subscription}" is in this workspace. `/faultline subscriptions` lists them.',
  'subscription-wrong': 'The subscription cannot be so: {why}.',
  'subscriptions-full': 'A channel has at most {most} subscriptions. Change one of them, or remove one.',
  'delivery-unknown': 'This message is not known any more, and nothing was changed.',
  'delivery-settled':
    'This was settled already: the message stands in the channel, or is on its way. Nothing was changed.',
  'slack-unanswered': 'Slack did not answer: {why}. Try again in a minute.',
  'story-number-unknown': 'There is no story {number}: {where} has {count}.',
  'subscription-number-unknown': 'There is no subscription {number}: this channel has {count}.',
  'no-digest-yet': 'No digest was posted here in the last eight days. Name one by its id.',
  'upload-failed': 'Slack did not take the file: {why}.',
  'too-slow': 'Slack waits three seconds for a form, and this one took longer. Try again.',
  'app-not-in-channel':
    'Faultline is not in that channel, so that it could tell it nothing. Invite it there with `/invite @Faultline`, then try again.',
  'no-channel':
    'This works in channels only, and this is none. Use the command in a channel; a private one will do for yourself.',
  'story-of-one': 'This story has one report only: there is nothing to take out.',
  'nothing-to-mute': 'Nothing here is subscribed, so that a source could be muted in it. Subscribe the channel first.',
  'all-muted': 'Every source of this story is muted here already.',
  'installation-unknown': 'Faultline is not installed in the workspace {team}. Install it there first.',
  'installation-unreadable': 'The installation of the workspace {team} could not be read: {why}.',
  'org-install-refused':
    'Faultline is installed in one workspace at a time, not in a whole organisation. Choose a workspace when installing.',
  'event-wrong': 'This event is none of ours: {why}. Nothing was done.',
  'job-unknown': 'There is no job "{job}"; there are {known}. Nothing was done; deploy all functions of one version.',
  'job-not-handed-on': 'The job {job} could not be handed on: {why}.',
  'job-left-over': '{left} of the job {job} failed and are tried again. The log says why, line by line.',
  'record-newer':
    'This was written by a newer Faultline: it has version {found}, this one knows versions up to {known}. It was left untouched; update Faultline.',
  'secret-missing':
    'The secret {parameter} is missing. Put it there: aws ssm put-parameter --type SecureString --name {parameter} --value …',
  'work-too-slow': 'This took too long and was given up. Try again; if it fails again, ask for less.',
  'too-busy': 'Too much is waiting to be answered already. Try again in a minute.',
  'export-wrong':
    'Line {line} of the export is wrong: {why}. Import a whole export as `faultline export` wrote it; what came in before can be imported again.',
  'import-failed': 'The import ended at line {line} of the export: {why}. Run it again with the same export.',
  'import-unfinished':
    'The import of another export into {store} was begun and not finished. Finish it with that export, or name a new store; nothing was imported.',
  'store-not-empty':
    'The store {store} holds something already, and nothing was imported. Import into a new one: name it with --db FILE or --table NAME.',
  'deploy-tools-missing': 'What packages the functions is not installed. Run: npm ci --prefix infra/local',
  'package-failed': 'The functions could not be packaged: {why}',
  'port-taken': 'Port {port} is in use already. Choose another with --port.',
} as const;

export type ErrorCode = keyof typeof messages;

/**
 * The one error class. Callers branch on `code`; `message` is for people and says what was wrong and what to do.
 */
export class FaultlineError extends Error {
  override readonly name = 'FaultlineError';
  readonly code: ErrorCode;
  readonly facts: Readonly<Record<string, string | number>>;

  constructor(code: ErrorCode, facts: Record<string, string | number> = {}, cause?: unknown) {
    super(
      messages[code].replace(/\{(\w+)\}/g, (_, key: string) => String(facts[key] ?? '')).replace(/\?\.$/, '?'),
      cause === undefined ? undefined : { cause },
    );
    this.code = code;
    this.facts = facts;
  }
}

/**
 * The message of anything that was thrown, on one line.
 */
export function describeError(error: unknown): string {
  const text =
    error instanceof Error
      ? error.message || error.name
      : typeof error === 'string'
        ? error
        : inspect(error, { depth: 1 });
  return text.replace(/\s+/g, ' ').trim();
}
