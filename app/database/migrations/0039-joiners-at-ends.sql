-- A joiner (U+200D) after an Arabic letter or a virama shows at the end of a word, too: the joined form of heh, a half form, a
-- chillu of Malayalam. It stays there, as in `app/text-rules.ts`; all else is as before, and names are told apart without it.
create or replace function tidy_line(typed text) returns text language sql immutable parallel safe strict
  return normalize(btrim(regexp_replace(regexp_replace(regexp_replace(
    without_invisible(typed),
    '[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000]+', ' ', 'g'),
    '(^| )[\u200c\u200d\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef]+|([\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca]\u200d)[\u200c\u200d]*(?= |$)|[\u200c\u200d]+(?= |$)', '\1\2', 'g'),
    ' +', ' ', 'g')), NFC);
