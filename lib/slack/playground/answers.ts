/** What a Web API method answers, as it goes over the wire. */
export type MethodAnswer = Success | Refusal;

export type Success = { ok: true } & Record<string, unknown>;

export interface Refusal {
  ok: false;
  error: string;
  errors?: string[];
  needed?: string;
  provided?: string;
  response_metadata?: { messages: string[] };
}

export function succeed(fields: Record<string, unknown> = {}): Success {
  return { ok: true, ...fields };
}

export function refuse(error: string): Refusal {
  return { ok: false, error };
}

/** A refusal that says what is wrong where, "must be less than 151 characters [json-pointer:/blocks/0/text/text]". */
export function refuseArguments(mistakes: readonly string[], error = 'invalid_arguments'): Refusal {
  return {
    ok: false,
    error,
    // Only of blocks does Slack repeat them so: https://github.com/grafana-cold-storage/oncall/pull/5121
    ...(error === 'invalid_blocks' ? { errors: [...mistakes] } : {}),
    response_metadata: { messages: mistakes.map((mistake) => `[ERROR] ${mistake}`) },
  };
}

/** For what may be found or refused. */
export function isRefusal(value: object): value is Refusal {
  return 'ok' in value && value.ok === false;
}
