-- undoes: V8 | loses: patient_search patient_identifier event_trash derivative_job upload | lock: ACCESS EXCLUSIVE on these

DROP TABLE mediafiles_ops.patient_search;
DROP TABLE mediafiles_ops.patient_identifier;
DROP TABLE mediafiles_ops.event_trash;
DROP TABLE mediafiles_ops.derivative_job;
DROP TABLE mediafiles_ops.upload;
