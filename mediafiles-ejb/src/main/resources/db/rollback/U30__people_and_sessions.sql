-- undoes: V30 | loses: user_session sign_in_lock user_account | lock: ACCESS EXCLUSIVE on these
-- installation stays: the storage's root bears its id. V30 meets it standing when it comes again.

DROP TABLE mediafiles_ops.user_session;
DROP TABLE mediafiles_ops.sign_in_lock;
DROP TABLE mediafiles_ops.user_account;
