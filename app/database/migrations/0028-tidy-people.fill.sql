update person p set name = untidy.name, email = untidy.email
from (
  select id, name, email from (
    select id, name as was, email as mailed, case when plain_text(name) = '' then 'Nameless' else left(tidy_line(name), 100) end as name,
      case when exists (select from person other where other.id <> person.id and lower(other.email) = lower(tidy_line(person.email)))
        then email else tidy_line(email) end as email
    from person
  ) tidied where (name, email) is distinct from (was, mailed) limit 1000
) untidy
where p.id = untidy.id
