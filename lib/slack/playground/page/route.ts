/** Where somebody is: the page's address after its `#`. Everything that a reload must bring back stands in it. */
export interface Route {
  user?: string;
  /** A channel's id, or `home`. */
  place?: string;
  /** The `ts` of the message whose thread is open. */
  thread?: string;
}

/** The place of the app's Home. */
export const homePlace = 'home';

/** Reads "#/U1/C1/1721620800.000100"; what is missing is absent. */
export function parseRoute(hash: string): Route {
  const [, user, place, thread] = hash.replace(/^#/, '').split('/').map(decodeURIComponent);
  return { ...(user ? { user } : {}), ...(place ? { place } : {}), ...(thread ? { thread } : {}) };
}

export function writeRoute({ user = '', place = '', thread = '' }: Route): string {
  return `#/${[user, place, thread].map(encodeURIComponent).join('/')}`.replace(/\/+$/, '');
}
