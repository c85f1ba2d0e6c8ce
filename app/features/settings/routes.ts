import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { TransactionSql } from '../../database/connect.ts';
import { signedInPerson } from '../../plugins/person-and-book-authorization.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { tidyLine } from '../../text-rules.ts';
import { afterDone } from '../../web/done-notice-and-address.ts';
import { say } from '../../words/say.ts';
import { preferencesPage } from './preferences-page.ts';
import { PreferencesForm } from './schema.ts';
import { type Preferences, preferenceProblems } from './validate-preferences.ts';

/** Routes of a person's preferences, which apply to all of their books; at `/settings`. */
export const settings: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/settings', async (request, reply) => {
    const person = signedInPerson(request);
    const form = preferencesPage({ csrf: reply.csrf(), values: person });
    return reply.page({ title: say('settings.title') }, form);
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
          { title: say('settings.title'), status: 422 },
          preferencesPage({ csrf: reply.csrf(), values, problems }),
        );
      }
      const saved = await app.database.asPerson(person.session, (sql) => savePreferences(sql, values));
      return reply.redirect(afterDone('/settings', saved ? 'saved' : 'unchanged'), 303);
    },
  );
};

/** Saves the preferences; false when they are unchanged. */
async function savePreferences(sql: TransactionSql, values: Preferences): Promise<boolean> {
  const { name, currency, locale, timeZone, dateFormat, theme } = values;
  const columns = sql`name, currency, locale, time_zone, date_format, theme`;
  const wanted = sql`${name}, ${currency}, ${locale}, ${timeZone}, ${dateFormat}, ${theme}`;
  const { count } = await sql`
    update person set (${columns}) = row(${wanted})
    where id = acting_person() and (${columns}) is distinct from (${wanted})`;
  return count > 0;
}
