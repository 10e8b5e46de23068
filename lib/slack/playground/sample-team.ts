import type { PlaygroundChannel, PlaygroundUser } from './protocol.ts';

/** Two people with different rights: an admin and a member. */
export const sampleUsers: readonly PlaygroundUser[] = [
  { id: 'U0ADAOKAFOR', name: 'ada', realName: 'Ada Okafor', isAdmin: true, timezone: 'Europe/London' },
  { id: 'U0BENSILVA1', name: 'ben', realName: 'Ben Silva', isAdmin: false, timezone: 'America/Sao_Paulo' },
];

/** A channel as a workspace begins with it; the first member made it. */
export type FoundedChannel = Pick<PlaygroundChannel, 'id' | 'name' | 'members' | 'hasApp'> & {
  kind: 'public' | 'private';
};

const everyone = sampleUsers.map(({ id }) => id);

/** The app is in two of them; one is Ada's alone. */
export const sampleChannels: readonly FoundedChannel[] = [
  { id: 'C0INCIDENTS', name: 'incident-room', kind: 'public', members: everyone, hasApp: true },
  { id: 'C0POLICYDSK', name: 'policy-desk', kind: 'public', members: everyone, hasApp: true },
  { id: 'C0GENERAL00', name: 'general', kind: 'public', members: everyone, hasApp: false },
  { id: 'C0ADASNOTES', name: 'ada-notes', kind: 'private', members: ['U0ADAOKAFOR'], hasApp: false },
];

/** What the app subscribes to by its manifest. */
export const usualEvents: readonly string[] = [
  'app_home_opened',
  'app_uninstalled',
  'channel_archive',
  'channel_deleted',
  'channel_left',
  'channel_unarchive',
  'group_archive',
  'group_deleted',
  'group_left',
  'group_unarchive',
  'member_joined_channel',
  'tokens_revoked',
];
