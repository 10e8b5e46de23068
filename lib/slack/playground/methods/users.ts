import { isRefusal, refuse, succeed } from '../answers.ts';
import { readCount, readText } from '../arguments.ts';
import { type Method, takePart, tiers } from '../method.ts';
import type { PlaygroundUser } from '../protocol.ts';
import type { Workspace } from '../workspace.ts';

const info: Method = {
  token: 'bot',
  scopes: ['users:read'],
  limit: tiers.four,
  run({ workspace }, args) {
    const user = listUsers(workspace).find(({ id }) => id === readText(args, 'user'));
    return user ? succeed({ user: describeUser(workspace, user) }) : refuse('user_not_found');
  },
};

const list: Method = {
  token: 'bot',
  scopes: ['users:read'],
  limit: tiers.two,
  run({ workspace }, args) {
    const part = takePart(listUsers(workspace), readText(args, 'cursor'), readCount(args, 'limit', 1000, 1000));
    if (isRefusal(part)) return part;
    const { items, response_metadata } = part;
    return succeed({ members: items.map((user) => describeUser(workspace, user)), response_metadata });
  },
};

/** People and the bot user. */
function listUsers({ app, users }: Workspace): PlaygroundUser[] {
  const bot = { id: app.userId, name: 'faultline', realName: app.name, isAdmin: false, timezone: 'Etc/UTC' };
  return [...users.values(), bot];
}

/** https://docs.slack.dev/reference/objects/user-object */
function describeUser({ app, now, team }: Workspace, user: PlaygroundUser): Record<string, unknown> {
  const { id, name, realName, isAdmin, timezone } = user;
  return {
    id,
    team_id: team.id,
    name,
    real_name: realName,
    deleted: false,
    tz: timezone,
    tz_label: timezone,
    tz_offset: findOffset(timezone, now()),
    is_admin: isAdmin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: id === app.userId,
    is_app_user: false,
    profile: { real_name: realName, display_name: name, team: team.id },
  };
}

/** Seconds from UTC at a time. */
function findOffset(timeZone: string, at: Date): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

export const userMethods: Readonly<Record<string, Method>> = { 'users.info': info, 'users.list': list };
