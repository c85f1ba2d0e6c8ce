import type { Account } from '../../ledger/accounts.ts';
import type { Tag } from '../../ledger/list-and-set-tags.ts';
import type { Category } from '../../ledger/list-categories-with-shown-names.ts';
import type { Action, Condition, Rule } from '../../ledger/rules/rule-types.ts';
import { amountText } from '../../web/amount.ts';
import { joinAlternatives, joinList } from '../../words/join-list.ts';
import { say } from '../../words/say.ts';

/** What the words of a rule are about. */
export interface Named {
  readonly accounts: readonly Pick<Account, 'id' | 'name'>[];
  readonly categories: readonly Pick<Category, 'id' | 'name'>[];
  readonly tags: readonly Pick<Tag, 'id' | 'name'>[];
  readonly locale: string;
}

/** Describes when a rule applies: "payee contains “rewe”, account is Bank". */
export function conditionWords({ match, conditions }: Omit<Rule, 'id'>, named: Named): string {
  const words = conditions.map((condition) => wordsOf(condition, named));
  return match === 'all' ? joinList(words) : joinAlternatives(words);
}

/** Describes what a rule does: "Groceries, cleared". */
export function actionWords({ actions }: Pick<Rule, 'actions'>, named: Named): string {
  return joinList(actions.map((action) => wordsOfAction(action, named)));
}

/** Describes a whole rule, as the activity calls it: "payee is “Rewe” → Groceries". */
export function titleOf(rule: Omit<Rule, 'id'>, named: Named): string {
  return `${conditionWords(rule, named)} → ${actionWords(rule, named)}`;
}

function wordsOf(condition: Condition, { accounts, tags, locale }: Named): string {
  switch (condition.field) {
    case 'account':
      return say('rules.account.is', { account: nameIn(accounts, condition.account) });
    case 'tag':
      return say('rules.tag.is', { tag: nameIn(tags, condition.tag) });
    case 'amount': {
      const { least, most, currency } = condition;
      const [from, to] = [least, most].map((minor) => amountText(BigInt(minor), currency, locale));
      return least === most
        ? say('rules.amount.is', { amount: from ?? '' })
        : say('rules.amount.between', { least: from ?? '', most: to ?? '' });
    }
    case 'day': {
      const { first, last } = condition;
      return first === last ? say('rules.day.is', { day: first }) : say('rules.day.between', { first, last });
    }
    default: {
      const { field, how, text } = condition;
      return say(`rules.${field}.${how}`, { text });
    }
  }
}

function wordsOfAction(action: Action, { accounts, categories, tags, locale }: Named): string {
  switch (action.set) {
    case 'category':
      return nameIn(categories, action.category);
    case 'payee':
      return say('rules.setPayee', { name: action.name });
    case 'note':
      return say('rules.setNote', { text: action.text });
    case 'account':
      return say('rules.setAccount', { account: nameIn(accounts, action.account) });
    case 'cleared':
      return say('rules.setCleared');
    case 'tag':
      return say('rules.setTag', { tag: nameIn(tags, action.tag) });
    default: {
      const names = action.parts.map(({ category }) => nameIn(categories, category));
      const values =
        action.by === 'shares'
          ? action.parts.map(({ share }) => `${share}`)
          : action.parts.map(({ amount }) =>
              amount === null ? say('rules.theRest') : amountText(BigInt(amount), action.currency, locale),
            );
      return say('rules.setSplit', {
        parts: joinList(names.map((name, index) => `${name} ${values[index]}`)),
      });
    }
  }
}

function nameIn(list: readonly { readonly id: string; readonly name: string }[], id: string): string {
  return list.find((one) => one.id === id)?.name ?? say('rules.gone');
}
