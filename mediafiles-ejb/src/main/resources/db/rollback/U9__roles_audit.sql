-- undoes: V9 | loses: media_look user_role | lock: ACCESS EXCLUSIVE on these
-- audit_event stays: what is on record never goes. V9 meets it standing when it comes again.

DROP TABLE mediafiles_ops.media_look;
DROP TABLE mediafiles_ops.user_role;
