import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import manifest from '../../infra/slack-manifest.json' with { type: 'json' };
import { botScopes } from '../../lib/slack/scopes.ts';

const guide = readFileSync('infra/SLACK.md', 'utf8');
const sources = globSync('lib/slack/**/*.ts', { exclude: ['lib/slack/playground/**'] }).map((file) =>
  readFileSync(file, 'utf8'),
);
const code = sources.join('\n');
const scopes: readonly string[] = manifest.oauth_config.scopes.bot;
const events: readonly string[] = manifest.settings.event_subscriptions.bot_events;

/** What each method asks for, by its page under https://docs.slack.dev/reference/methods; of several, all for all that we ask of it. */
const methodScopes: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.members': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'users.conversations': ['channels:read', 'groups:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
};
/** Asked for only where a workspace granted their scopes by hand. */
const optionalMethods: readonly string[] = ['conversations.history', 'conversations.replies'];

/** By the pages under https://docs.slack.dev/reference/events. */
function scopesOf(event: string): string[] {
  if (event.startsWith('channel_')) return ['channels:read'];
  if (event.startsWith('group_')) return ['groups:read'];
  return event === 'member_joined_channel' ? ['channels:read', 'groups:read'] : [];
}

function findMethods(): string[] {
  const families = 'auth|chat|conversations|files|users|views';
  const direct = code.matchAll(new RegExp(`\\.(${families})\\s*\\.(\\w+)\\(`, 'g'));
  const byName = code.matchAll(new RegExp(`'((?:${families})\\.\\w+)'`, 'g'));
  return [
    ...new Set([
      ...Array.from(direct, ([, family, name]) => `${family}.${name}`),
      ...Array.from(byName, ([, name = '']) => name),
      ...(/client\.views\[/.test(code) ? ['views.open', 'views.push'] : []),
    ]),
  ].toSorted();
}

function findEvents(): string[] {
  const names = code.matchAll(
    /'((?:app|channel|group|member|tokens)_(?:home_opened|uninstalled|[a-z]+(?:_channel)?))'/g,
  );
  const listened = readFileSync('lib/slack/events.ts', 'utf8');
  return [...new Set(Array.from(names, ([, name = '']) => name))]
    .filter((name) => listened.includes(`'${name}'`))
    .toSorted();
}

describe('the manifest', () => {
  it('asks for nothing that reads what people write', () => {
    expect(scopes.filter((scope) => /history|search/.test(scope))).toEqual([]);
  });

  it('asks for what an installation by OAuth asks for', () => {
    expect(scopes).toEqual([...botScopes]);
  });

  it.each(scopes)('asks for %s, which the guide justifies', (scope) => {
    expect(guide).toMatch(new RegExp(`^\\| \`${scope}\` +\\| \\S.{9,}\\|$`, 'm'));
  });

  it.each(scopes)('asks for %s, without which something would not work', (scope) => {
    const needed = [
      ...findMethods().flatMap((name) => methodScopes[name] ?? []),
      ...events.flatMap(scopesOf),
      'commands',
    ];
    expect(needed).toContain(scope);
  });

  it('is told of what the app listens to, and of nothing else', () => {
    expect(events.toSorted()).toEqual(findEvents());
  });

  it.each(events)('is told of %s, for which it has the scope; the guide says what follows', (event) => {
    expect(scopes).toEqual(expect.arrayContaining(scopesOf(event)));
    expect(guide).toContain(`\`${event}\``);
  });

  it.each(findMethods())('lets the app call %s', (name) => {
    if (optionalMethods.includes(name)) return expect(guide).toContain(':history`');
    expect(methodScopes).toHaveProperty([name]);
    expect(scopes).toEqual(expect.arrayContaining([...(methodScopes[name] ?? [])]));
  });

  it('finds the calls in the code', () => {
    expect(findMethods()).toEqual(
      expect.arrayContaining(['chat.postMessage', 'views.open', 'files.info', 'auth.test']),
    );
    expect(findEvents()).toContain('app_uninstalled');
  });

  it("keeps within the lengths of the manifest's page", () => {
    const { name, description, long_description: long } = manifest.display_information;
    expect(name.length).toBeLessThanOrEqual(35);
    expect(description.length).toBeLessThanOrEqual(140);
    expect(long.length).toBeGreaterThanOrEqual(174);
    expect(long.length).toBeLessThanOrEqual(4000);
  });

  it('shows the Home and lets the app write to people, and has buttons answered', () => {
    expect(manifest.features.app_home).toMatchObject({ home_tab_enabled: true, messages_tab_enabled: true });
    expect(manifest.settings.interactivity.is_enabled).toBe(true);
  });
});

describe('the guide', () => {
  it('names settings that there are', () => {
    const config = readFileSync('lib/runtime/config.ts', 'utf8');
    const named = [...new Set(guide.match(/FAULTLINE_[A-Z_]+/g))];
    expect(named.filter((name) => !config.includes(`  ${name}: `))).toEqual([]);
  });
});
