import type { AppOptions, Installation, InstallationQuery, InstallationStore } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { FaultlineError } from '../errors.ts';
import { noteDeed } from '../jobs/note-deed.ts';
import type { Now, Store } from '../jobs/ports.ts';
import { loadTeamSettings } from '../jobs/team-settings.ts';
import { createClient } from './client.ts';
import { createSealer, readKey, type Sealer } from './seal.ts';

type Authorize = NonNullable<AppOptions['authorize']>;

/**
 * Keeps what each workspace granted, its token readable by the holder of the key alone. Whoever installed the app may tune feeds.
 * @param parts.key 32 bytes in Base64
 * @throws FaultlineError `setting-wrong` for any other key; the store's functions throw `org-install-refused`, `installation-unknown` and
 *   `installation-unreadable`
 * @see https://docs.slack.dev/tools/bolt-js/concepts/authenticating-oauth
 */
export function createInstallationStore({
  store,
  key,
  now,
}: {
  store: Pick<Store, 'teams'>;
  key: string;
  now: Now;
}): InstallationStore {
  const bytes = readKey(key);
  if (!bytes) {
    const why = 'it is not 32 bytes in Base64, as `openssl rand -base64 32` writes them';
    throw new FaultlineError('setting-wrong', { name: 'FAULTLINE_SLACK_TOKEN_KEY', why });
  }
  const sealer = createSealer(bytes);
  return {
    async storeInstallation(installation) {
      const team = installation.team?.id;
      if (!team || installation.isEnterpriseInstall) throw new FaultlineError('org-install-refused');
      const { id: installer } = installation.user;
      await store.teams.saveInstallation(team, sealer.seal(JSON.stringify(installation), team));
      await store.teams.saveSettings({ ...(await loadTeamSettings(store, team)), installer });
      await noteDeed({ store, now }, { team, user: installer }, 'installed Faultline');
    },
    async fetchInstallation(query) {
      const team = nameTeam(query);
      const sealed = await store.teams.installation(team);
      if (sealed === undefined) throw new FaultlineError('installation-unknown', { team });
      return unseal(sealer, sealed, team);
    },
    async deleteInstallation(query) {
      await store.teams.forget(nameTeam(query));
    },
  };
}

function nameTeam({ teamId, isEnterpriseInstall }: InstallationQuery<boolean>): string {
  if (!teamId || isEnterpriseInstall) throw new FaultlineError('org-install-refused');
  return teamId;
}

function unseal(sealer: Sealer, sealed: string, team: string): Installation {
  const opened = sealer.open(sealed, team);
  if (opened.kind === 'opened') return JSON.parse(opened.text) as Installation;
  const why =
    opened.kind === 'other-key'
      ? `it was sealed with key ${opened.sealedWith}, and FAULTLINE_SLACK_TOKEN_KEY is key ${opened.ours}. Set the key that it was installed with, or install the app there again`
      : 'it was changed, or belongs to another workspace. Install the app there again';
  throw new FaultlineError('installation-unreadable', { team, why });
}

/** Says who the app is in a workspace, for Bolt. */
export function createAuthorize(installations: InstallationStore): Authorize {
  return async ({ teamId = '', enterpriseId }) => {
    const { bot } = await fetchBot(installations, teamId);
    return {
      botToken: bot.token,
      botId: bot.id,
      botUserId: bot.userId,
      teamId,
      ...(enterpriseId ? { enterpriseId } : {}),
    };
  };
}

/** Clients of the workspaces that the app is installed in, each with its own token as it is stored when asked for. */
export function openClient(
  installations: InstallationStore,
  options: { slackApiUrl?: string; closeEach?: boolean } = {},
): (team: string) => Promise<WebClient> {
  return async (team) => {
    const { bot } = await fetchBot(installations, team);
    return createClient(bot.token, options);
  };
}

async function fetchBot(
  installations: InstallationStore,
  team: string,
): Promise<{ bot: NonNullable<Installation['bot']> }> {
  const query = { teamId: team, enterpriseId: undefined, isEnterpriseInstall: false };
  const { bot } = await installations.fetchInstallation(query);
  if (!bot)
    throw new FaultlineError('installation-unreadable', { team, why: 'it has no bot. Install the app there again' });
  return { bot };
}
