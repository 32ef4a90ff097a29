/**
 * Who did or saw what: one row each, in the transaction of the change it tells of. May import {@code config}. First class
 * to read: {@link org.mediafiles.audit.AuditTrail}.
 */
package org.mediafiles.audit;
