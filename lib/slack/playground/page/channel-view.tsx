import type { ConfirmationDialog } from '@slack/types';
import type { ReactNode } from 'react';
import type { Deed, PlaygroundChannel } from '../protocol.ts';
import { nameChannel } from './choices.ts';
import { Composer } from './composer.tsx';
import { Conversation } from './conversation.tsx';
import { Icon } from './icons.tsx';
import { Menu, type MenuItem } from './menu.tsx';
import { useScene } from './scene.ts';

type Membership = Extract<Deed, { kind: 'membership' }>['deed'];

/** A question about something that is not easily undone. */
export function askBefore(title: string, text: string, confirm: string): ConfirmationDialog {
  return {
    title: { type: 'plain_text', text: title },
    text: { type: 'plain_text', text },
    confirm: { type: 'plain_text', text: confirm },
    deny: { type: 'plain_text', text: 'Cancel' },
    style: 'danger',
  };
}

function useChannelMenu(channel: PlaygroundChannel): MenuItem[] {
  const { snapshot, me, perform, confirm } = useScene();
  const { app } = snapshot;
  const name = nameChannel(channel, app.name);
  const item = (deed: Membership, label: string, question?: ConfirmationDialog): MenuItem => ({
    key: deed,
    label,
    isDanger: question !== undefined,
    choose: async () => {
      if (question && !(await confirm(question))) return;
      await perform({ kind: 'membership', channel: channel.id, deed });
    },
  });
  const isMember = channel.members.includes(me.id);
  const remove = item(
    'delete',
    'Delete the channel',
    askBefore(`Delete ${name}?`, 'The channel and all its messages are gone for good.', 'Delete'),
  );
  if (channel.isArchived) return [item('unarchive', 'Take it out of the archive'), remove];
  return [
    ...(app.installed
      ? [channel.hasApp ? item('remove-app', `Remove ${app.name}`) : item('invite-app', `Add ${app.name}`)]
      : []),
    isMember ? item('leave', `Leave ${name}`) : item('join', `Join ${name}`),
    item(
      'archive',
      'Archive the channel',
      askBefore(`Archive ${name}?`, 'Nobody can write in it afterwards.', 'Archive'),
    ),
    remove,
  ];
}

/** A channel or a direct message: its header, its messages, and where one writes. */
export function ChannelView(props: {
  channel: PlaygroundChannel;
  text: string;
  setText(text: string): void;
}): ReactNode {
  const { channel, ...composer } = props;
  const { snapshot, me, perform } = useScene();
  const { app } = snapshot;
  const menu = useChannelMenu(channel);
  const isDirect = channel.kind === 'direct';
  const isMember = isDirect || channel.members.includes(me.id);
  const people = channel.members.length;
  const name = nameChannel(channel, app.name);
  return (
    <>
      <header className="pane-header">
        <h2>
          {!isDirect && <Icon name={channel.kind === 'private' ? 'lock' : 'hash'} />}
          {isDirect ? app.name : channel.name}
        </h2>
        <p>
          {isDirect
            ? `Between you and ${app.name}`
            : `${channel.kind === 'private' ? 'Private · ' : ''}${people === 1 ? '1 person' : `${people} people`} · ${
                channel.hasApp ? `${app.name} is here` : `${app.name} is not here`
              }`}
        </p>
        {!isDirect && (
          <Menu label={`Menu of ${name}`} className="icon-button" face={<Icon name="dots" />} items={menu} />
        )}
      </header>
      <Conversation channel={channel} />
      {channel.isArchived ? (
        <p className="in-place-of-composer">{name} is archived: nobody can write here.</p>
      ) : isMember ? (
        <Composer channel={channel} {...composer} />
      ) : (
        <div className="in-place-of-composer">
          You are not in {name}.
          <button
            type="button"
            className="button primary"
            onClick={() => void perform({ kind: 'membership', channel: channel.id, deed: 'join' })}
          >
            Join
          </button>
        </div>
      )}
    </>
  );
}
