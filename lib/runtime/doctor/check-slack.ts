import type { Finding } from '../../jobs/doctor/finding.ts';
import { judgeClock } from '../../jobs/doctor/judge-clock.ts';
import type { Now } from '../../jobs/ports.ts';
import { checkAppToken, checkBotToken, type TokenReport } from '../../slack/check-tokens.ts';
import { readServerTime } from '../../slack/read-server-time.ts';
import type { SlackConfig } from '../config.ts';

/** Whether Slack answers, takes the tokens and has granted the scopes; and this machine's clock by Slack's. */
export async function* checkSlack(slack: SlackConfig, now: Now): AsyncGenerator<Finding> {
  const { botToken, appToken, clientId, apiUrl } = slack;
  if (!botToken && !appToken && !clientId) {
    yield { kind: 'ok', about: 'slack', what: 'No Slack is set: `faultline start` opens the playground.' };
    return;
  }
  const theirs = await readServerTime(apiUrl);
  if (!theirs) {
    yield {
      kind: 'wrong',
      about: 'slack',
      what: `Slack does not answer at ${apiUrl}.`,
      mend: 'See whether this machine reaches it, through a proxy perhaps; https://slack-status.com says whether Slack is ill.',
    };
    return;
  }
  yield judgeClock(now(), theirs);
  if (botToken) yield describeBot(await checkBotToken(botToken, apiUrl));
  if (appToken) yield describeApp(await checkAppToken(appToken, apiUrl));
}

const reinstall =
  'Give the app the manifest infra/slack-manifest.json again and install it anew: https://api.slack.com/apps.';

function describeBot(report: TokenReport): Finding {
  if (report.kind !== 'valid') return describeRefusal('FAULTLINE_SLACK_BOT_TOKEN', report);
  const { team, missing } = report;
  if (missing.length === 0) {
    return { kind: 'ok', about: 'slack', what: `The bot token is that of the workspace ${team}, with every scope.` };
  }
  return { kind: 'wrong', about: 'slack', what: `The bot token lacks ${missing.join(', ')}.`, mend: reinstall };
}

function describeApp(report: TokenReport): Finding {
  if (report.kind !== 'valid') return describeRefusal('FAULTLINE_SLACK_APP_TOKEN', report);
  return { kind: 'ok', about: 'slack', what: 'The app-level token opens Socket Mode.' };
}

function describeRefusal(name: string, report: Exclude<TokenReport, { kind: 'valid' }>): Finding {
  if (report.kind === 'unanswered') {
    const mend = 'Try again in a minute; https://slack-status.com says whether Slack is ill.';
    return { kind: 'wrong', about: 'slack', what: `Slack did not say whether ${name} is right: ${report.why}.`, mend };
  }
  const mend =
    'Copy it again from https://api.slack.com/apps; infra/SLACK.md says from where. If it was revoked, install the app anew.';
  return { kind: 'wrong', about: 'slack', what: `Slack refuses ${name}: ${report.why}.`, mend };
}
