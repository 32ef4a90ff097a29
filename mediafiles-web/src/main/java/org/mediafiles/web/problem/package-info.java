/**
 * Failures as they travel over HTTP: RFC 9457 documents for the API. The one place that knows which status a code has. May
 * import {@code problem} of the EJB module and {@code web.request}. First class to read:
 * {@link org.mediafiles.web.problem.ProblemDocument}.
 */
package org.mediafiles.web.problem;
