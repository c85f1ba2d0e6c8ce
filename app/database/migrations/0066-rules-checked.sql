alter table audit validate constraint audit_subject_check;
