-- Every book starts with the categories that it cannot do without, and with a set that most households can use.

create function add_starter_set() returns trigger language plpgsql as $$
begin
  insert into category (book_id, kind, role, name) values
    (new.id, 'equity', 'opening', 'Opening balance'),
    (new.id, 'equity', 'exchange', 'Exchange'),
    (new.id, 'spent', 'unsorted', 'Not sorted yet'),
    (new.id, 'received', 'unsorted', 'Not sorted yet');

  with starter (kind, name, children) as (values
    ('spent', 'Home', '{Rent or mortgage,Electricity and heating,Water,Internet and phone,Furniture,Repairs}'::text[]),
    ('spent', 'Food', '{Groceries,Eating out,Coffee and snacks}'),
    ('spent', 'Getting around', '{Public transport,Fuel,Car,Taxi,Bicycle}'),
    ('spent', 'Everyday', '{Clothes,Household goods,Hairdresser}'),
    ('spent', 'Health', '{Doctor,Pharmacy,Sport}'),
    ('spent', 'Free time', '{Books and films,Hobbies,Subscriptions,Holidays}'),
    ('spent', 'Family', '{Children,Pets,Presents}'),
    ('spent', 'Money matters', '{Insurance,Taxes,Bank fees,Interest}'),
    ('received', 'Work', '{Salary,Bonus,Freelance}'),
    ('received', 'Returns', '{Interest,Dividends,Rent}'),
    ('received', 'Benefits and refunds', '{Tax refund,Child benefit,Refunds}'),
    ('received', 'Presents', '{}')
  ), parents as (
    insert into category (book_id, kind, name) select new.id, kind, name from starter
    returning id, kind, name
  )
  insert into category (book_id, parent_id, kind, name)
  select new.id, parents.id, kind, child
  from parents join starter using (kind, name), unnest(children) as child;
  return null;
end $$;

create trigger book_starts after insert on book for each row execute function add_starter_set();
