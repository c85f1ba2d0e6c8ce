import { createRequire } from 'node:module';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyServerOptions } from 'fastify';

const require = createRequire(import.meta.url);

/**
 * Compiles Fastify's validators and serializers on first use instead of all at start-up, which took a quarter of the
 * time to ready. `makeAll` compiles the remaining ones between requests, so that hardly any request waits for one.
 */
export function lazySchemaCompilers() {
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
        waiting.delete(compiler); // one exists per scope, and not every scope has a schema
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
