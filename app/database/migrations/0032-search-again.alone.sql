-- Of notes as they look by today's way of looking.
reindex index concurrently transaction_note_search;
reindex index concurrently posting_note_search;
