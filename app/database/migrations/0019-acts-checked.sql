alter table audit validate constraint audit_act;
