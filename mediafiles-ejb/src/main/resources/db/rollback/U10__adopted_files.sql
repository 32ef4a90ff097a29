-- undoes: V10 | loses: adopted_file | lock: ACCESS EXCLUSIVE on it

DROP TABLE mediafiles_ops.adopted_file;
