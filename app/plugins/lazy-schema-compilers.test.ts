import fastify from 'fastify';
import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { lazySchemaCompilers } from './lazy-schema-compilers.ts';

const Thing = Type.Object({ count: Type.Integer() });

describe('a schema', () => {
  it('is held against the first request and against every other', async () => {
    const { app } = start();
    for (const count of ['one', 1, '2', null]) {
      const { statusCode } = await app.inject({ method: 'POST', url: '/things', payload: { count } });
      expect(statusCode, String(count)).toBe(count === 'one' ? 400 : 200);
    }
    const refused = await app.inject({ method: 'POST', url: '/things', payload: {} });
    expect(refused.json()).toMatchObject({ message: "body must have required property 'count'" });
  });

  it('shapes what is answered', async () => {
    const { app } = start();
    const response = await app.inject({ method: 'POST', url: '/things', payload: { count: 3 } });
    expect(response.json()).toEqual({ count: 3 });
  });

  it('that makes no sense is found without a request', async () => {
    const { app, schemas } = start();
    app.get('/wrong', { schema: { querystring: { type: 'nonsense' } } }, () => 'never');
    await app.ready();
    await expect(schemas.makeAll()).rejects.toThrow(/type/);
  });
});

function start() {
  const schemas = lazySchemaCompilers();
  const app = fastify({ schemaController: schemas.schemaController ?? {} });
  app.post('/things', { schema: { body: Thing, response: { 200: Thing } } }, (request) => ({
    ...(request.body as object),
    secret: 'not in the schema',
  }));
  return { app, schemas };
}
