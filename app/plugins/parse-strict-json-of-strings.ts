import type { FastifyBodyParser, FastifyInstance } from 'fastify';
import { say } from '../words/say.ts';

class JsonError extends Error {
  readonly statusCode = 400;
}

/**
 * Creates a parser of one JSON object of strings. JSON leaves open which of two members with the same name counts, and
 * a number may lose digits in parsing: both are refused, with the reason.
 */
export function strictJson(app: FastifyInstance): FastifyBodyParser<string> {
  const parse = app.getDefaultJsonParser('error', 'error');
  return (request, text, done) =>
    parse(request, text, (error, body) => {
      const wrong = error ? undefined : whatIsWrong(text, body);
      if (wrong === undefined) done(error, body);
      else done(new JsonError(wrong));
    });
}

function whatIsWrong(text: string, body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return say('dataApi.notAnObject');
  const other = Object.entries(body).find(([, value]) => typeof value !== 'string');
  if (other) return say('dataApi.notText', { member: other[0].slice(0, 40) });
  // All values are strings, so any string before a colon is the name of a member.
  const names = [...text.matchAll(/"(?:[^"\\]|\\.)*"\s*(:)?/g)].filter(([, colon]) => colon);
  return names.length === Object.keys(body).length ? undefined : say('dataApi.memberTwice');
}
