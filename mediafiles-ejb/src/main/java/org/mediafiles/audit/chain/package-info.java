/**
 * Makes the audit trail tamper-evident: a chain of hashes over its rows, written after their commit by one sealer, anchored
 * in a file outside the database, and compared on demand. May import {@code config}. Plain JDBC in its core, so that the
 * command line works without a server. First class to read: {@link org.mediafiles.audit.chain.AuditVerification}.
 */
package org.mediafiles.audit.chain;
