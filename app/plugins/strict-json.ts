import type { FastifyBodyParser, FastifyInstance } from 'fastify';

class JsonError extends Error {
  readonly statusCode = 400;
}

/**
 * A parser of one JSON object of texts. JSON itself leaves open which of two members of one name counts, and a number may
 * lose digits on its way: both are refused, with the reason.
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
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return 'The body must be one JSON object.';
  const other = Object.entries(body).find(([, value]) => typeof value !== 'string');
  if (other) return `"${other[0].slice(0, 40)}" must be a text, in quotes.`;
  // All values are texts, so whatever stands before a colon outside of them is the name of a member.
  const names = [...text.matchAll(/"(?:[^"\\]|\\.)*"\s*(:)?/g)].filter(([, colon]) => colon);
  return names.length === Object.keys(body).length ? undefined : 'A member stands there twice.';
}
