/**
 * What the app asks a workspace for, as in `infra/slack-manifest.json`; `infra/SLACK.md` says what each is needed for. None of them
 * reads messages.
 * @see https://docs.slack.dev/reference/scopes
 */
export const botScopes = [
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:read',
  'im:write',
  'users:read',
] as const;
