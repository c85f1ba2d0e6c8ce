import type { Sql } from '../../database/connect.ts';

export interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly currency: string;
  readonly locale: string;
  readonly timeZone: string;
}

/** Somebody has signed up with this e-mail already. */
export class EmailTakenError extends Error {}

/** The questions that signing in asks Postgres. */
export function peopleStore(sql: Sql) {
  return {
    async byEmail(email: string): Promise<{ id: string; passwordHash: string } | undefined> {
      const [row] = await sql<{ id: string; passwordHash: string }[]>`
        select id, password_hash as "passwordHash" from person where lower(email) = lower(${email})`;
      return row;
    },

    /** A person with a first book of their own, or nothing of either. */
    async add(person: NewPerson): Promise<{ id: string; book: string }> {
      try {
        return await sql.begin(async (tx) => {
          const [made] = await tx<{ id: string; book: string }[]>`
            insert into person (email, name, password_hash, currency, locale, time_zone)
            values (${person.email}, ${person.name}, ${person.passwordHash}, ${person.currency}, ${person.locale},
              ${person.timeZone})
            returning id, uuidv7() as book`;
          if (!made) throw new Error('Postgres returned no person');
          await tx`select set_config('app.book_id', ${made.book}, true), set_config('app.person_id', ${made.id}, true)`;
          await tx`insert into book (id, name, currency) values (${made.book}, 'Home', ${person.currency})`;
          await tx`insert into member (book_id, person_id, role) values (${made.book}, ${made.id}, 'owner')`;
          return made;
        });
      } catch (error) {
        const taken = (error as { constraint_name?: string }).constraint_name === 'person_email';
        throw taken ? new EmailTakenError() : error;
      }
    },
  };
}
