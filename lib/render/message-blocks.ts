import type { Message } from '../digest/message.ts';
import { renderAlertBlocks, renderChangeBlocks } from './alert-blocks.ts';
import type { SlackMessage } from './blocks.ts';
import { renderDetailsBlocks } from './details-blocks.ts';
import { renderDigestBlocks } from './digest-blocks.ts';
import { renderNoticeBlocks } from './notice-blocks.ts';

/** Any message as Slack takes it. */
export function renderMessage(message: Message): SlackMessage {
  switch (message.kind) {
    case 'digest':
      return renderDigestBlocks(message.digest);
    case 'details':
      return renderDetailsBlocks(message.digest, message.story);
    case 'alert':
      return renderAlertBlocks(message.alert);
    case 'change':
      return renderChangeBlocks(message.alert, message.change);
    case 'notice':
      return renderNoticeBlocks(message.notice);
  }
}
