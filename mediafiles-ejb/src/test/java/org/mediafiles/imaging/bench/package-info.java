/**
 * Programs that measure, outside {@code mvn verify}. First class to read:
 * {@link org.mediafiles.imaging.bench.RunBenchmarks}.
 */
package org.mediafiles.imaging.bench;
