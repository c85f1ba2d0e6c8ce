/** `… ours|ejs <port>`: serves a page of 50 transactions from memory, by our templates or by EJS. */
import view from '@fastify/view';
import ejs from 'ejs';
import fastify from 'fastify';
import { summaryOf } from '../../../app/ledger/describe-transaction.ts';
import type { Transaction } from '../../../app/ledger/read-transactions-with-postings.ts';
import { formatAmount } from '../../../app/parse-and-format-amounts.ts';
import { page } from '../../../app/web/layout.ts';
import { transactionRows } from '../../../app/web/transaction-rows.ts';

const [how, port] = process.argv.slice(2);
const id = '0190b3c4-0000-7000-8000-000000000000';
const book = { id, name: 'Home', role: 'owner' };

const transactions = Array.from({ length: 50 }, (_, i): Transaction => {
  const amount = BigInt(100 + i * 37);
  const posting = {
    currency: 'EUR',
    note: '',
    state: 'cleared',
    bankDay: null,
    role: null,
    isOwn: false,
  } as const;
  return {
    id,
    bookedOn: '2026-05-01',
    kind: 'spent',
    payee: `Grocer <& Sons> ${i}`,
    note: '',
    state: 'cleared',
    version: 1,
    tags: [],
    receipts: [],
    postings: [
      { ...posting, account: id, category: null, name: 'Everyday', amount: -amount },
      { ...posting, account: null, category: id, name: 'Groceries', amount },
    ],
  };
});

const app = fastify();
if (how === 'ours') {
  app.get('/', (_request, reply) => {
    const layout = {
      title: 'Transactions',
      person: { name: 'Ada' },
      book,
      csrf: 'token',
      theme: 'system',
    };
    const body = transactionRows(transactions, { book: id, locale: 'en' });
    return reply.type('text/html; charset=utf-8').send(page({ ...layout, theme: 'system' }, body));
  });
} else {
  await app.register(view, { engine: { ejs }, root: import.meta.dirname, production: true });
  app.get('/', (_request, reply) => {
    const rows = transactions.map((transaction) => {
      const { title, detail, amount, currency } = summaryOf(transaction);
      return { id, title, detail, value: String(amount), figure: formatAmount(amount, currency, 'en') };
    });
    return reply.view('rows.ejs', {
      title: 'Transactions',
      person: { name: 'Ada' },
      book,
      csrf: 'token',
      rows,
    });
  });
}
await app.listen({ port: Number(port), host: '127.0.0.1' });
console.log('listening');
