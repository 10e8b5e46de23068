/** "Flt1" in ASCII: marks a file as ours in its header (https://www.sqlite.org/pragma.html#pragma_application_id). */
export const applicationId = 0x466c7431;

/** Steps from each version of the file to the next; a step that has been released is never changed. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE feed (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    next_poll_at INTEGER NOT NULL,
    lease_until INTEGER NOT NULL DEFAULT 0,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX feed_due ON feed (next_poll_at) WHERE enabled = 1;

  -- One row a revision; the newest of an article is the article. Ids are never used twice, so that a process may remember what it
  -- read under one; likewise below.
  CREATE TABLE revision (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    at INTEGER NOT NULL,
    topic TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (article_id, revision)
  ) STRICT;
  CREATE INDEX revision_at ON revision (at, article_id);

  -- Folded words of the revision with the same rowid. The tokenizer that knows no Unicode keeps every folded word whole; unicode61
  -- drops letters that its own tables lack.
  CREATE VIRTUAL TABLE revision_text USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii');

  CREATE TABLE story (
    id TEXT PRIMARY KEY,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX story_updated ON story (updated_at, id);

  CREATE TABLE sketch (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL UNIQUE,
    story_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    topic TEXT NOT NULL,
    sectors TEXT NOT NULL,
    terms BLOB NOT NULL,
    weights BLOB NOT NULL,
    key_weight REAL NOT NULL
  ) STRICT;
  CREATE TABLE sketch_key (
    key INTEGER NOT NULL,
    at INTEGER NOT NULL,
    sketch_id INTEGER NOT NULL,
    PRIMARY KEY (key, at, sketch_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE digest (
    id TEXT PRIMARY KEY,
    subscription_id TEXT NOT NULL,
    ended_at INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX digest_subscription ON digest (subscription_id, ended_at);
  `,
  `
  -- Stories that turned out to be part of another, numbered so that a connection can ask for those that it does not know yet.
  CREATE TABLE absorbed_story (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    story_id TEXT NOT NULL
  ) STRICT;

  CREATE TABLE correction (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    team TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX correction_team ON correction (team, id);

  -- What each workspace's corrections taught.
  CREATE TABLE adjustment (
    team TEXT PRIMARY KEY,
    body TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE subscription (
    id TEXT PRIMARY KEY,
    team TEXT NOT NULL,
    channel TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    paused INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    lease_until INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX subscription_channel ON subscription (team, channel, created_at, id);
  CREATE INDEX subscription_due ON subscription (next_at, id) WHERE paused = 0;

  -- Whose each subscription is, or was before it was removed: its digests stay, and go with the workspace. Of a workspace that was
  -- forgotten the random ids stay and no team, so that a worker still under way adds nothing to them.
  CREATE TABLE subscription_owner (
    subscription_id TEXT PRIMARY KEY,
    team TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX subscription_owner_team ON subscription_owner (team);

  -- ready_at: when a claimant may take it; none for one that waits for nobody.
  CREATE TABLE delivery (
    id TEXT PRIMARY KEY,
    team TEXT NOT NULL,
    subscription_id TEXT,
    created_at INTEGER NOT NULL,
    ready_at INTEGER,
    version INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX delivery_ready ON delivery (ready_at, id) WHERE ready_at IS NOT NULL;
  CREATE INDEX delivery_subscription ON delivery (subscription_id, created_at, id);
  CREATE INDEX delivery_team ON delivery (team);

  CREATE TABLE alert (
    id TEXT PRIMARY KEY,
    team TEXT NOT NULL,
    subscription_id TEXT NOT NULL,
    closed INTEGER NOT NULL,
    raised_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX alert_open ON alert (subscription_id, raised_at, id) WHERE closed = 0;
  CREATE INDEX alert_team ON alert (team);

  CREATE TABLE team_settings (
    team TEXT PRIMARY KEY,
    body TEXT NOT NULL
  ) STRICT;

  CREATE TABLE audit_entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    team TEXT NOT NULL,
    at INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX audit_entry_team ON audit_entry (team, at, id);

  CREATE TABLE installation (
    team TEXT PRIMARY KEY,
    sealed TEXT NOT NULL
  ) STRICT;

  -- Events that somebody has taken on.
  CREATE TABLE claimed_event (
    id TEXT PRIMARY KEY,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX claimed_event_at ON claimed_event (at);
  `,
];
