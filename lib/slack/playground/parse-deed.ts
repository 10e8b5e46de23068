import { isRecord } from './arguments.ts';
import type { Deed } from './protocol.ts';
import type { Values } from './view-values.ts';

const memberships = ['invite-app', 'remove-app', 'join', 'leave', 'archive', 'unarchive', 'delete'] as const;

/** A deed as the page posts it; `undefined` for what is none. */
export function parseDeed(value: unknown): Deed | undefined {
  if (!isRecord(value)) return undefined;
  const { kind, channel, text, modal, minutes } = value;
  switch (kind) {
    case 'command':
    case 'say':
      return typeof channel === 'string' && typeof text === 'string' ? { kind, channel, text } : undefined;
    case 'action':
      return parseAction(value);
    case 'submit': {
      const values = parseValues(value.values);
      return typeof modal === 'string' && values ? { kind, modal, values } : undefined;
    }
    case 'close':
      return typeof modal === 'string' ? { kind, modal } : undefined;
    case 'membership': {
      const deed = memberships.find((one) => one === value.deed);
      return typeof channel === 'string' && deed ? { kind, channel, deed } : undefined;
    }
    case 'advance':
      return typeof minutes === 'number' && Number.isFinite(minutes) ? { kind, minutes } : undefined;
    case 'open-home':
    case 'uninstall':
    case 'install':
      return { kind };
    default:
      return undefined;
  }
}

function parseAction({ source, blockId, action, values }: Record<string, unknown>): Deed | undefined {
  const from = parseSource(source);
  const parsed = parseValues(values);
  if (!from || !parsed || typeof blockId !== 'string' || !isRecord(action)) return undefined;
  return { kind: 'action', source: from, blockId, action, values: parsed };
}

function parseSource(value: unknown): Extract<Deed, { kind: 'action' }>['source'] | undefined {
  if (!isRecord(value)) return undefined;
  const { kind, channel, ts, id } = value;
  if (kind === 'home') return { kind };
  if (kind === 'modal') return typeof id === 'string' ? { kind, id } : undefined;
  return kind === 'message' && typeof channel === 'string' && typeof ts === 'string'
    ? { kind, channel, ts }
    : undefined;
}

function parseValues(value: unknown): Values | undefined {
  if (!isRecord(value)) return undefined;
  const blocks = Object.entries(value).flatMap(([id, one]) => (isRecord(one) ? [[id, one] as const] : []));
  return blocks.length === Object.keys(value).length ? Object.fromEntries(blocks) : undefined;
}
