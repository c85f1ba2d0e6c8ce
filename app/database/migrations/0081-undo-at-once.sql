-- Transactions as before, with lines, payee and tags gathered once for all of them and not for each.
create or replace function transaction_documents(book uuid, ids uuid[]) returns table (id uuid, document jsonb)
  language sql stable parallel safe begin atomic
  select t.id, to_jsonb(t) - 'book_id' || jsonb_build_object('payee', coalesce(shown.name, own.name, t.payee),
    'postings', line.lines, 'tags', coalesce(tag.tags, '[]'))
  from transaction t
    left join payee own on own.book_id = t.book_id and own.id = t.payee_id
    left join payee shown on shown.book_id = own.book_id and shown.id = own.merged_into
    left join (
      select p.transaction_id, jsonb_agg(to_jsonb(p) - '{book_id,transaction_id,booked_on}'::text[] order by p.line) as lines
      from posting p where p.book_id = book and p.transaction_id = any(ids) group by p.transaction_id
    ) line on line.transaction_id = t.id
    left join (
      select x.transaction_id, jsonb_agg(x.tag_id order by x.tag_id) as tags
      from transaction_tag x where x.book_id = book and x.transaction_id = any(ids) group by x.transaction_id
    ) tag on tag.transaction_id = t.id
  where t.book_id = book and t.id = any(ids);
end;
drop function transaction_documents_untagged(uuid, uuid[]);

-- Puts transactions back as before, tags and all, but reads the records of the act once, where triggers for the tags read
-- all of them again for each statement: a thousandth of 10,000 rows cost as much as all of them.
create or replace function put_transactions_back(book uuid, act uuid, ids uuid[]) returns void
  language plpgsql set enable_nestloop = off as $$
declare
  person uuid := acting_person();
  begun uuid := nullif(split_part(current_setting('app.act', true), ' ', 2), '')::uuid;
  added uuid[];
  gone uuid[];
  changed uuid[];
  former jsonb; -- each as it was before the act, by its id
  documents jsonb;
begin
  select array_agg(id) filter (where was is null), array_agg(id) filter (where was is not null and became is null),
    array_agg(id) filter (where was is not null and became is not null), jsonb_object_agg(id, was) filter (where was is not null)
    into added, gone, changed, former
    from (
      select subject_id as id, (array_agg(before order by audit.id))[1] as was, (array_agg(after order by audit.id desc))[1] as became
      from audit where book_id = book and act_id = act and subject = 'transaction' and subject_id = any(ids)
      group by subject_id
    ) one;

  if added is not null then
    insert into audit (book_id, act_id, person_id, action, subject, subject_id, before)
      select book, begun, person, 'delete', 'transaction', id, document from transaction_documents(book, added);
    delete from posting where book_id = book and transaction_id in (select unnest(added));
    delete from transaction where book_id = book and id in (select unnest(added));
  end if;
  if former is null then return; end if;

  if gone is not null then
    with was as materialized (
      select was.* from jsonb_each(former) one cross join jsonb_populate_record(null::transaction, one.value) was
      where was.id in (select unnest(gone))
    ), each as materialized (
      select distinct created_by as id from was
    ), maker as materialized (
      select id from each where name_in_book(id) is not null
    )
    insert into transaction (book_id, id, booked_on, kind, payee_id, payee, note, version, metadata, created_by, created_at,
        category_set_by, payee_set_by, note_set_by)
      select book, was.id, was.booked_on, was.kind, coalesce(known.id, payee_named(book, was.payee)), coalesce(known.name, ''),
        was.note, was.version + 1, was.metadata, maker.id, was.created_at,
        coalesce(was.category_set_by, 'hand'), coalesce(was.payee_set_by, 'hand'), coalesce(was.note_set_by, 'hand')
      from was left join payee known on known.book_id = book and known.id = was.payee_id
        left join maker on maker.id = was.created_by;
  end if;

  if changed is not null then
    select jsonb_object_agg(id, document) into documents from transaction_documents(book, changed);
    with was as materialized (
      select was.* from jsonb_each(former) one cross join jsonb_populate_record(null::transaction, one.value) was
      where was.id in (select unnest(changed))
    )
    update transaction t set booked_on = was.booked_on, payee_id = coalesce(known.id, payee_named(book, was.payee)),
      note = was.note, metadata = was.metadata, version = t.version + 1, updated_at = now(),
      category_set_by = coalesce(was.category_set_by, 'hand'), payee_set_by = coalesce(was.payee_set_by, 'hand'),
      note_set_by = coalesce(was.note_set_by, 'hand')
    from was left join payee known on known.book_id = book and known.id = was.payee_id
    where t.book_id = book and t.id = was.id;
    delete from posting where book_id = book and transaction_id in (select unnest(changed));
  end if;

  insert into posting (book_id, transaction_id, line, booked_on, account_id, category_id, amount_minor, currency, note, state, bank_day)
    select book, one.key::uuid, p.line, (one.value ->> 'booked_on')::date, p.account_id, p.category_id, p.amount_minor, p.currency,
      p.note, case when p.account_id is null then 'cleared' else coalesce(p.state, one.value ->> 'state') end, p.bank_day
    from jsonb_each(former) one cross join jsonb_populate_recordset(null::posting, one.value -> 'postings') p;

  -- A tag that was taken away since stays away; a document from before there were tags says nothing of them.
  delete from transaction_tag x using jsonb_each(former) one
    where x.book_id = book and x.transaction_id = one.key::uuid and one.value ? 'tags' and not one.value -> 'tags' ? x.tag_id::text;
  insert into transaction_tag (book_id, transaction_id, tag_id)
    select book, one.key::uuid, tag.id from jsonb_each(former) one
      cross join jsonb_array_elements_text(one.value -> 'tags') had
      join tag on tag.book_id = book and tag.id = had::uuid
    on conflict do nothing;

  insert into audit (book_id, act_id, person_id, action, subject, subject_id, before, after)
    select book, begun, person, case when documents ? id::text then 'edit' else 'restore' end, 'transaction', id,
      documents -> id::text, document
    from transaction_documents(book, gone || changed);
end $$;

drop trigger transaction_tags_brought_back on transaction;
drop trigger transaction_tags_turned_back on transaction;
drop function put_tags_back();
drop function put_transactions_back_untagged(uuid, uuid, uuid[]);

-- The trigger kept the plan of its first use, which may be for no row at all: a loop within a loop for 10,000.
alter function remember_kinds() set enable_nestloop = off;
