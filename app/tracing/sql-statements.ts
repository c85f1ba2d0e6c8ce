import { SpanKind, type Tracer, trace } from '@opentelemetry/api';
import type { PendingQuery, Row } from 'postgres';
import type { Sql, TransactionSql } from '../database/connect.ts';
import { endPart, recorded, startPart, within } from './active-and-child-spans.ts';

/**
 * Wraps a pool so that its statements and transactions become spans. Records the template as written in the source,
 * with a `?` for each value: values are never read.
 */
export function traceStatements<T extends Sql | TransactionSql>(sql: T, tracer: Tracer): T {
  return new Proxy(sql, {
    apply(target, self, args) {
      const made: unknown = Reflect.apply(target as never, self, args);
      if (isStatement(args[0])) traceStatement(made as Lazy, describe(args[0]), tracer);
      return made;
    },
    get(target, name) {
      if (name === 'begin' || name === 'savepoint')
        return inTransaction(target as Sql, name as 'begin', tracer);
      return Reflect.get(target, name);
    },
  });
}

/** The query object that postgres.js returns for a template: its `handler` sends it once it is awaited. */
type Lazy = PendingQuery<Row[]> & { handler: (query: unknown) => void };

function traceStatement(query: Lazy, { name, attributes }: Description, tracer: Tracer): void {
  const send = query.handler;
  // Starts the span on sending: a template nested in another one is never sent.
  query.handler = (sent) => {
    const span = startPart(tracer, name, attributes);
    if (span)
      Promise.prototype.then.call(
        query,
        () => endPart(span),
        (error) => endPart(span, error),
      );
    send(sent);
  };
}

function inTransaction(sql: Sql, method: 'begin', tracer: Tracer) {
  return async (...args: [string, (tx: TransactionSql) => unknown]) => {
    const work = args.pop() as (tx: TransactionSql) => unknown;
    const span = startPart(tracer, 'transaction', SYSTEM, SpanKind.INTERNAL);
    const context = recorded();
    const inside = span && context ? trace.setSpan(context, span) : undefined;
    const run = (tx: TransactionSql) => {
      const traced = traceStatements(tx, tracer);
      return inside ? within(inside, () => work(traced)) : work(traced);
    };
    const done = (sql[method] as (...all: unknown[]) => Promise<unknown>)(...args, run);
    if (span)
      done.then(
        () => endPart(span),
        (error) => endPart(span, error),
      );
    return done;
  };
}

interface Description {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const SYSTEM = { 'db.system.name': 'postgresql' };

const descriptions = new WeakMap<TemplateStringsArray, Description>();

/** Span name such as `SELECT find_session`, from the operation and the table or function; each template is parsed once. */
function describe(template: TemplateStringsArray): Description {
  const known = descriptions.get(template);
  if (known) return known;
  const text = template.join('?').replaceAll(/\s+/g, ' ').trim();
  const operation = (/^\w+/.exec(text)?.[0] ?? 'statement').toUpperCase();
  const table =
    /\b(?:from|into|update)\s+([a-z_][\w.]*)/i.exec(text)?.[1] ??
    /^select\s+([a-z_][\w.]*)\(/i.exec(text)?.[1];
  const name = table ? `${operation} ${table}` : operation;
  const description = {
    name,
    attributes: {
      ...SYSTEM,
      'db.operation.name': operation,
      ...(table && { 'db.collection.name': table }),
      'db.query.text': text,
    },
  };
  descriptions.set(template, description);
  return description;
}

function isStatement(template: unknown): template is TemplateStringsArray {
  return Array.isArray(template) && 'raw' in template;
}
