import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { TransactionSql } from '../../database/connect.ts';
import { signedInPerson } from '../../plugins/access.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { tidyLine } from '../../text.ts';
import { preferencesPage } from './page.ts';
import { type Preferences, preferenceProblems } from './preferences.ts';
import { PreferencesForm, SavedQuery } from './schema.ts';

/** What a person prefers, in all of their books; at `/settings`. */
export const settings: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/settings', { schema: { querystring: SavedQuery } }, async (request, reply) => {
    const { query } = request;
    const person = signedInPerson(request);
    const form = preferencesPage({ csrf: reply.csrf(), values: person });
    return reply.page({ title: 'Settings', ...(query.saved && { notice: 'Saved.' }) }, form);
  });

  app.post(
    '/settings',
    { schema: { body: PreferencesForm }, config: { rateLimit: limits.form } },
    async (request, reply) => {
      const person = signedInPerson(request);
      const { _csrf, ...typed } = request.body;
      const values = { ...typed, name: tidyLine(typed.name) };
      const problems = preferenceProblems(values);
      if (Object.keys(problems).length > 0) {
        return reply.page(
          { title: 'Settings', status: 422 },
          preferencesPage({ csrf: reply.csrf(), values, problems }),
        );
      }
      await app.database.asPerson(person.session, (sql) => savePreferences(sql, values));
      return reply.redirect('/settings?saved=1', 303);
    },
  );
};

async function savePreferences(sql: TransactionSql, values: Preferences): Promise<void> {
  await sql`
    update person set name = ${values.name}, currency = ${values.currency}, locale = ${values.locale},
      time_zone = ${values.timeZone}, date_format = ${values.dateFormat}, theme = ${values.theme}
    where id = acting_person()`;
}
