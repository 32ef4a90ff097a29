/**
 * Expected failures: one exception, one enum of codes. Knows no HTTP and nothing of ours. First class to read:
 * {@link org.mediafiles.problem.ProblemCode}.
 */
package org.mediafiles.problem;
