import type { SlackMessage } from '../render/blocks.ts';
import { answerAddFeed, answerChangeFeed, answerExport, answerFeeds } from './answers/feeds.ts';
import { answerHelp } from './answers/help.ts';
import { renderMistake } from './answers/notes.ts';
import { answerReceipt } from './answers/receipt.ts';
import { answerLatest, answerStory } from './answers/stories.ts';
import { answerSubscribe, answerSubscriptions, answerUnsubscribe } from './answers/subscriptions.ts';
import { answerTrends } from './answers/trends.ts';
import { type Command, parseCommand } from './command.ts';
import { reply } from './reply.ts';
import type { SlackServices } from './services.ts';
import type { Asker, SlackTask } from './task.ts';

/** Answers a slash command; a mistake is for the asker alone, whatever was to be shared. */
export async function runCommand(task: SlackTask & { kind: 'command' }, services: SlackServices): Promise<void> {
  const command = parseCommand(task.text);
  // Its modal was opened by the listener, while there was time for it.
  if (command.kind === 'open') return;
  if (command.kind === 'misunderstood') return reply(task, renderMistake(command, task.command), services);
  await reply(task, await answer(command, task.command, task.asker, services), services, { share: command.share });
}

async function answer(
  command: Exclude<Command, { kind: 'open' }>,
  name: string,
  asker: Asker,
  services: SlackServices,
): Promise<SlackMessage> {
  switch (command.kind) {
    case 'help':
      return answerHelp(command.of, name);
    case 'subscribe':
      return answerSubscribe(command.query, command.schedule, asker, services);
    case 'unsubscribe':
      return answerUnsubscribe(command.which, asker, services);
    case 'subscriptions':
      return answerSubscriptions(asker, services);
    case 'latest':
      return answerLatest(command.query, asker, services);
    case 'story':
    case 'why':
      return answerStory(command.kind, command.which, asker, services);
    case 'sides':
      return answerStory('sides', command.of, asker, services);
    case 'trends':
      return answerTrends(command.query, asker, command.share, services);
    case 'receipt':
      return answerReceipt(command.digestId, asker, services);
    case 'feeds-list':
      return answerFeeds('', asker, services);
    case 'feeds-add':
      return answerAddFeed(command.address, asker, services);
    case 'feeds-change':
      return answerChangeFeed(command.feed, command.change, asker, services);
    case 'feeds-export':
      return answerExport(asker, command.share, services);
  }
}
