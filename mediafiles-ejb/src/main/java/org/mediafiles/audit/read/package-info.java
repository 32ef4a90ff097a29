/**
 * Reading the trail: filters, rows, positions in it. Knows neither roles nor pages: {@code catalog.AuditReadService} asks the
 * policy and puts the reading itself on record. First class to read: {@link org.mediafiles.audit.read.AuditRows}.
 */
package org.mediafiles.audit.read;
