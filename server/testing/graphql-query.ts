/** As much of GraphQL as our queries speak: one operation, fields with arguments and selections, variables. */

export interface GraphqlField {
  name: string;
  args: Record<string, unknown>;
  /** Null: a scalar. */
  fields: GraphqlField[] | null;
}

/** @throws {SyntaxError} with a message like the ones of servers */
export function parseGraphql(query: string, variables: Record<string, unknown>): GraphqlField[] {
  const tokens = query.match(/[A-Za-z_]\w*|\$\w+|-?\d+|"[^"]*"|[{}():!,[\]]/g) ?? [];
  let at = 0;
  const next = () => tokens[at++] ?? '';
  const expect = (token: string) => {
    if (next() !== token) throw new SyntaxError(`syntax error, expected ${token}`);
  };

  function selection(): GraphqlField[] {
    expect('{');
    const fields: GraphqlField[] = [];
    while (tokens[at] !== '}') {
      const name = next();
      if (!/^[A-Za-z_]/.test(name))
        throw new SyntaxError(`syntax error, unexpected ${name || 'end of file'}`);
      fields.push({
        name,
        args: tokens[at] === '(' ? args() : {},
        fields: tokens[at] === '{' ? selection() : null,
      });
    }
    expect('}');
    return fields;
  }

  function args(): Record<string, unknown> {
    expect('(');
    const found: Record<string, unknown> = {};
    while (tokens[at] !== ')') {
      const name = next();
      expect(':');
      found[name] = tokens[at] === '[' ? list() : value(next());
      if (tokens[at] === ',') at += 1;
    }
    expect(')');
    return found;
  }

  function list(): unknown[] {
    expect('[');
    const items: unknown[] = [];
    while (tokens[at] !== ']' && at < tokens.length) items.push(value(next()));
    expect(']');
    return items;
  }

  function value(token: string): unknown {
    if (token.startsWith('$')) return variables[token.slice(1)] ?? null;
    if (token === 'true' || token === 'false') return token === 'true';
    if (token.startsWith('"')) return token.slice(1, -1);
    return /^-?\d/.test(token) ? Number(token) : token;
  }

  if (tokens[at] === 'query') {
    at += 1;
    while (tokens[at] !== '{' && at < tokens.length) at += 1;
  }
  const fields = selection();
  if (at < tokens.length) throw new SyntaxError(`syntax error, unexpected ${tokens[at]}`);
  return fields;
}

/** What a query may cost: an object is one point, a list as many as it may hold, a connection two more. */
export function requestedCost(fields: readonly GraphqlField[]): number {
  return fields.reduce((sum, { args, fields: inner }) => {
    if (inner === null) return sum;
    const nodes = inner.find(({ name }) => name === 'nodes')?.fields;
    const size = typeof args.first === 'number' ? args.first : 1;
    return sum + (nodes ? 2 + size * (1 + requestedCost(nodes)) : size * (1 + requestedCost(inner)));
  }, 0);
}

/** What it did cost: the objects of the answer. */
export function actualCost(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + actualCost(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Object.values(value).reduce<number>((sum, item) => sum + actualCost(item), 0);
}
