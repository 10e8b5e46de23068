import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type MethodAnswer, refuse } from './answers.ts';
import { type Arguments, isRecord, readText } from './arguments.ts';
import type { Fault, Faults } from './faults.ts';
import { answerJson, answerText, readBody } from './http.ts';
import { type Api, type Method, refuseScope } from './method.ts';
import { chatMethods } from './methods/chat.ts';
import { conversationMethods } from './methods/conversations.ts';
import { fileMethods } from './methods/files.ts';
import { installationMethods } from './methods/installation.ts';
import { userMethods } from './methods/users.ts';
import { viewMethods } from './methods/views.ts';
import type { Allowance, Limiter } from './rate-limit.ts';

const methods: Readonly<Record<string, Method>> = {
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...installationMethods,
  ...userMethods,
  ...viewMethods,
};

export interface WebApi extends Api {
  faults: Faults;
  limit: Limiter;
  /** Of `chat.postMessage`, in each channel. */
  postAllowance: Allowance;
  /** Ends waits when the server closes. */
  closing: AbortSignal;
}

/** Answers one call of a Web API method, https://docs.slack.dev/apis/web-api: form or JSON in, JSON out, HTTP 200 for refusals too. */
export async function answerCall(
  api: WebApi,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  if (!body) {
    answerText(response, 413, 'Request Entity Too Large');
    return;
  }
  const args = readArguments(request, body.toString());
  const fault = api.faults.take(name);
  const isTaken = !fault || ('taken' in fault && fault.taken);
  const outcome = isTaken ? await runMethod(api, name, request, args) : { answer: refuse('internal_error') };
  if (fault) await fail(api, response, fault, outcome);
  else send(api, response, outcome);
}

/** An answer, or the seconds to wait. */
type Outcome = { answer: MethodAnswer } | { seconds: number };

async function runMethod(api: WebApi, name: string, request: IncomingMessage, args: Arguments): Promise<Outcome> {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (!method) return { answer: refuse('unknown_method') };
  const denied = checkToken(api, method, readToken(request, args));
  if (denied) return { answer: refuse(denied) };
  const missing = method.scopes?.filter((scope) => !api.scopes.has(scope)) ?? [];
  if (missing.length > 0) return { answer: refuseScope(api, missing) };
  const seconds =
    method.limit === 'as-messages'
      ? api.limit(`messages ${readText(args, 'channel')}`, api.postAllowance)
      : api.limit(name, { burst: 2 * method.limit, perSecond: method.limit / 60 });
  return seconds > 0 ? { seconds } : { answer: await method.run(api, args) };
}

/** https://docs.slack.dev/authentication/tokens */
function checkToken({ credentials, workspace }: WebApi, { token }: Method, given: string): string | undefined {
  const { botToken, appToken } = credentials;
  if (token === 'none') return undefined;
  if (given === '') return 'not_authed';
  if (given !== botToken && given !== appToken) return 'invalid_auth';
  if (given !== (token === 'bot' ? botToken : appToken)) return 'not_allowed_token_type';
  return token === 'bot' && !workspace.isInstalled ? 'account_inactive' : undefined;
}

function readToken({ headers }: IncomingMessage, args: Arguments): string {
  return /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]?.trim() ?? readText(args, 'token') ?? '';
}

/** Arguments of the body and of the address; a client of OAuth may name itself by HTTP Basic. */
function readArguments({ headers, url = '' }: IncomingMessage, body: string): Arguments {
  const query = Object.fromEntries(new URL(url, 'http://localhost').searchParams);
  const basic = /^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1];
  const [id, secret] = Buffer.from(basic ?? '', 'base64')
    .toString()
    .split(':');
  const client = basic ? { client_id: id, client_secret: secret } : {};
  if (!headers['content-type']?.startsWith('application/json')) {
    return { ...query, ...client, ...Object.fromEntries(new URLSearchParams(body)) };
  }
  try {
    const value: unknown = JSON.parse(body || '{}');
    return { ...query, ...client, ...(isRecord(value) ? value : {}) };
  } catch {
    return { ...query, ...client };
  }
}

function send(api: WebApi, response: ServerResponse, outcome: Outcome): void {
  if ('seconds' in outcome) sendLimited(response, outcome.seconds);
  else answerJson(response, 200, outcome.answer, { 'x-oauth-scopes': [...api.scopes].join(',') });
}

/** https://docs.slack.dev/apis/web-api/rate-limits */
function sendLimited(response: ServerResponse, seconds?: number): void {
  const after = seconds === undefined ? {} : { 'retry-after': String(seconds) };
  answerJson(response, 429, refuse('ratelimited'), after);
}

async function fail(api: WebApi, response: ServerResponse, fault: Fault, outcome: Outcome): Promise<void> {
  switch (fault.kind) {
    case 'limited':
      sendLimited(response, fault.seconds);
      return;
    case 'error':
      answerText(response, 500, 'Internal Server Error');
      return;
    case 'cut':
      response.destroy();
      return;
    case 'hang':
      await wait(fault.milliseconds, undefined, { signal: api.closing, ref: false }).catch(() => undefined);
      send(api, response, outcome);
  }
}
