import { createRequire } from 'node:module';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyServerOptions } from 'fastify';

const require = createRequire(import.meta.url);

/**
 * Fastify's own validators and serializers, each made with its first use instead of all before the first request: a
 * quarter of the time from start to ready went there. `makeAll` makes those that nobody has asked for yet, in between
 * requests, so that hardly anybody waits for one.
 */
export function lateSchemas() {
  const waiting = new Set<() => unknown>();

  function late<Made extends (input: never) => unknown>(make: () => Made) {
    let made: Made | undefined;
    const get = () => {
      waiting.delete(get);
      made ??= make();
      return made;
    };
    waiting.add(get);
    return get;
  }

  const schemaController: FastifyServerOptions['schemaController'] = {
    compilersFactory: {
      buildValidator: (shared: unknown, options: unknown) => {
        const compiler = late(() => require('@fastify/ajv-compiler')()(shared, options));
        waiting.delete(compiler); // there is one for each scope, and not every scope has a schema
        return (route: unknown) => {
          const validator = late(() => compiler()(route));
          const check: { (input: unknown): unknown; errors?: unknown } = (input) => {
            const made = validator() as typeof check;
            const good = made(input);
            check.errors = made.errors;
            return good;
          };
          return check as never;
        };
      },
      buildSerializer: (shared, options) => {
        const compiler = late(() => require('@fastify/fast-json-stringify-compiler')()(shared, options));
        waiting.delete(compiler);
        return (route) => {
          const serializer = late(() => compiler()(route));
          return (payload) => serializer()(payload as never) as string;
        };
      },
    },
  };

  async function makeAll(): Promise<void> {
    for (const make of waiting) {
      await nextTurn();
      make();
    }
  }

  return { schemaController, makeAll };
}
