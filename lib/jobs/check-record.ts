import { cadences } from '../digest/subscription.ts';
import { isOneOf, ownerships, topics } from '../taxonomy.ts';
import type { RecordKind, StoreRecord } from './store-record.ts';

/** What a member must be; `says` completes "is not …". */
interface Shape {
  says: string;
  fits(value: unknown): boolean;
}

type Members = Readonly<Record<string, Shape>>;

const text: Shape = { says: 'a text', fits: (value) => typeof value === 'string' };
const name: Shape = {
  says: 'a text of one character at least',
  fits: (value) => typeof value === 'string' && value !== '',
};
const flag: Shape = { says: 'true or false', fits: (value) => typeof value === 'boolean' };
const count: Shape = { says: 'a whole number', fits: (value) => Number.isSafeInteger(value) && Number(value) >= 0 };
const number: Shape = { says: 'a number', fits: (value) => typeof value === 'number' };
const time: Shape = {
  says: 'a time such as 2024-07-19T12:00:00.000Z',
  fits: (value) => value instanceof Date && !Number.isNaN(value.getTime()),
};
const list: Shape = { says: 'a list', fits: Array.isArray };
const object: Shape = {
  says: 'an object',
  fits: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};
const oneOf = (values: readonly string[]): Shape => ({
  says: `one of ${values.join(', ')}`,
  fits: (value) => typeof value === 'string' && isOneOf(values, value),
});
const optional = ({ says, fits }: Shape): Shape => ({ says, fits: (value) => value === undefined || fits(value) });
const of = (members: Members): Shape => ({
  says: 'an object',
  fits(value) {
    if (!object.fits(value)) return false;
    checkMembers(value as Record<string, unknown>, members);
    return true;
  },
});
const numbers = (array: typeof Uint32Array | typeof Float32Array): Shape => ({
  says: 'Base64 of four-byte numbers',
  fits: (value) => value instanceof array,
});

const publisher = of({ name: text, country: text, ownership: oneOf(ownerships) });
const topic = oneOf(topics);

/** What a store, and whoever reads from it, must be able to rely on. */
const shapes: Readonly<Record<RecordKind, Members>> = {
  event: { id: name, at: time },
  owner: { subscriptionId: name, team: optional(name) },
  installation: { team: name, sealed: name },
  settings: {
    value: of({
      team: name,
      feedTuners: { says: '"everyone" or a list', fits: (value) => value === 'everyone' || Array.isArray(value) },
      whenUnsure: oneOf(['ask', 'repeat']),
    }),
  },
  audit: { value: of({ team: name, at: time, by: text, deed: text }) },
  correction: { value: of({ articleId: name, team: name, by: text, at: time }) },
  adjustment: { team: name, value: object },
  revision: {
    value: of({
      id: name,
      feedId: text,
      publisher,
      url: text,
      title: text,
      summary: text,
      publishedAt: time,
      seenAt: time,
      language: text,
      topic,
      topicScore: number,
      sectors: list,
      viewpoints: list,
      storyId: name,
      revision: count,
      revisedAt: time,
    }),
  },
  story: {
    value: of({
      id: name,
      title: text,
      topic,
      firstSeenAt: time,
      updatedAt: time,
      reportedAt: time,
      articles: list,
      publishers: list,
      independentPublishers: count,
      sectors: list,
      viewpoints: list,
      version: count,
    }),
  },
  absorbed: { id: name, into: name },
  sketch: {
    value: of({
      articleId: name,
      storyId: name,
      at: time,
      topic,
      sectors: list,
      terms: numbers(Uint32Array),
      weights: numbers(Float32Array),
      keyWeight: number,
    }),
  },
  digest: {
    value: of({
      id: name,
      subscriptionId: name,
      query: text,
      from: time,
      to: time,
      stories: list,
      held: list,
      receipt: object,
      fates: list,
    }),
  },
  alert: {
    value: of({
      id: name,
      subscriptionId: name,
      team: name,
      channel: name,
      storyId: name,
      state: oneOf(['held', 'open', 'closed']),
      story: object,
      raisedAt: time,
      updatedAt: time,
      history: list,
      version: count,
    }),
  },
  delivery: {
    value: of({
      id: name,
      team: name,
      channel: name,
      subscriptionId: optional(name),
      consignment: object,
      state: oneOf(['due', 'claimed', 'unsure', 'asked', 'sent', 'failed']),
      dueAt: time,
      leaseUntil: optional(time),
      triedAt: optional(time),
      attempts: count,
      posted: list,
      createdAt: time,
      version: count,
    }),
  },
  subscription: {
    leaseUntil: optional(time),
    value: of({
      id: name,
      team: name,
      channel: name,
      query: text,
      cadence: oneOf(cadences),
      at: text,
      timezone: text,
      budget: count,
      muted: list,
      createdBy: text,
      createdAt: time,
      paused: optional(object),
      toldUntil: time,
      nextAt: time,
      version: count,
    }),
  },
  feed: {
    leaseUntil: optional(time),
    value: of({
      id: name,
      url: name,
      title: text,
      country: text,
      ownership: oneOf(ownerships),
      kind: oneOf(['news', 'status']),
      enabled: flag,
      addedBy: text,
      nextPollAt: time,
      failures: count,
      lastSuccessAt: optional(time),
    }),
  },
};

/**
 * The record that an object is, its times already `Date` and its numbers typed arrays.
 * @throws Error that names the member which is wrong
 */
export function checkRecord(value: Record<string, unknown>): StoreRecord {
  const { kind } = value;
  if (typeof kind !== 'string' || !Object.hasOwn(shapes, kind)) throw new Error(`the kind "${kind}" is unknown`);
  checkMembers(value, shapes[kind as RecordKind]);
  return value as unknown as StoreRecord;
}

function checkMembers(value: Record<string, unknown>, members: Members): void {
  for (const [member, { says, fits }] of Object.entries(members)) {
    if (!fits(value[member])) throw new Error(`"${member}" is not ${says}`);
  }
}
