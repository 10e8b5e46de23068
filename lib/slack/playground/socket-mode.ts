import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type AppAnswer, type AppRequest, timedOut, unreachable } from './app-link.ts';
import { isRecord } from './arguments.ts';
import { isForThisMachine } from './http.ts';

/** https://docs.slack.dev/apis/events-api/using-socket-mode */
export interface SocketMode {
  /** The address of one connection, good for one. */
  open(): string;
  isConnected(): boolean;
  /** Sends a request by one of the connections, in turn. */
  send(request: AppRequest): Promise<AppAnswer>;
  close(): void;
}

const envelopeTypes = { command: 'slash_commands', interactive: 'interactive', event: 'events_api' } as const;

/**
 * The WebSocket side of a server.
 * @param wait milliseconds that the app has for its acknowledgement
 */
export function createSocketMode(options: { server: Server; origin: string; appId: string; wait: number }): SocketMode {
  const tickets = new Set<string>();
  const sockets: WebSocket[] = [];
  /** Requests that await their acknowledgement, by envelope. */
  const waiting = new Map<string, (answer: AppAnswer) => void>();
  const upgrades = new WebSocketServer({ noServer: true });

  function greet(socket: WebSocket): void {
    sockets.push(socket);
    socket.on('message', (data) => acknowledge(String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => sockets.splice(sockets.indexOf(socket), 1));
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: sockets.length,
        connection_info: { app_id: options.appId },
        debug_info: { host: 'playground', approximate_connection_time: 18_060 },
      }),
    );
  }

  function acknowledge(text: string): void {
    const message = parseMessage(text);
    waiting.get(String(message?.envelope_id))?.({ kind: 'acknowledged', body: message?.payload });
  }

  options.server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const { searchParams } = new URL(request.url ?? '/', options.origin);
    if (!isForThisMachine(request) || !tickets.delete(searchParams.get('ticket') ?? '')) {
      stream.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return;
    }
    upgrades.handleUpgrade(request, stream, head, greet);
  });

  return {
    open() {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `${options.origin.replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${options.appId}`;
    },
    isConnected: () => sockets.some(isOpen),
    async send({ kind, payload, retry }) {
      const socket = sockets.find(isOpen);
      if (!socket) return unreachable;
      sockets.push(...sockets.splice(sockets.indexOf(socket), 1));
      const id = randomUUID();
      const envelope = {
        envelope_id: id,
        type: envelopeTypes[kind],
        payload,
        accepts_response_payload: kind !== 'event',
        ...(kind === 'event' ? { retry_attempt: retry?.number ?? 0, retry_reason: nameReason(retry?.reason) } : {}),
      };
      const { promise, resolve } = Promise.withResolvers<AppAnswer>();
      const lost = (): void => resolve(unreachable);
      const timer = setTimeout(() => resolve(timedOut), options.wait);
      waiting.set(id, resolve);
      socket.once('close', lost);
      socket.send(JSON.stringify(envelope));
      try {
        return await promise;
      } finally {
        clearTimeout(timer);
        waiting.delete(id);
        socket.off('close', lost);
      }
    },
    close() {
      const farewell = JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' });
      for (const socket of [...sockets]) socket.send(farewell, () => socket.terminate());
    },
  };
}

function isOpen(socket: WebSocket): boolean {
  return socket.readyState === socket.OPEN;
}

function nameReason(reason: string | undefined): string {
  return reason === 'http_timeout' ? 'timeout' : (reason ?? '');
}

function parseMessage(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
