/** An expression of DynamoDB: `#name` stands for the attribute of that name, and what begins with `:` for a value. */
export interface Condition {
  expression: string;
  /** By placeholder, the colon included. */
  values?: Record<string, unknown>;
}

/** Names and values of expressions that go into one request, as it wants them; none where there are none. */
export function expressAll(...conditions: (Condition | undefined)[]): {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
} {
  const given = conditions.filter((condition) => condition !== undefined);
  const names = given.flatMap(({ expression }) =>
    Array.from(expression.matchAll(/#(\w+)/g), ([name, own]) => [name, own]),
  );
  const values = Object.assign({}, ...given.map((condition) => condition.values ?? {}));
  return {
    ...(names.length > 0 ? { ExpressionAttributeNames: Object.fromEntries(names) } : {}),
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
  };
}

/** Changes of an item as an update expression. A member that is set to `undefined` is taken away. */
export function expressChanges(changes: {
  set?: Record<string, unknown>;
  remove?: readonly string[];
  add?: Record<string, number>;
}): Required<Condition> {
  const set = Object.entries(changes.set ?? {}).filter(([, value]) => value !== undefined);
  const cleared = Object.keys(changes.set ?? {}).filter((name) => changes.set?.[name] === undefined);
  const remove = [...(changes.remove ?? []), ...cleared];
  const add = Object.entries(changes.add ?? {});
  const values = Object.fromEntries([...set, ...add].map(([name, value]) => [`:new_${name}`, value]));
  const clauses = [
    list(
      'SET',
      set.map(([name]) => `#${name} = :new_${name}`),
    ),
    list(
      'REMOVE',
      remove.map((name) => `#${name}`),
    ),
    list(
      'ADD',
      add.map(([name]) => `#${name} :new_${name}`),
    ),
  ];
  return { expression: clauses.filter(Boolean).join(' '), values };
}

function list(verb: string, parts: readonly string[]): string {
  return parts.length > 0 ? `${verb} ${parts.join(', ')}` : '';
}
