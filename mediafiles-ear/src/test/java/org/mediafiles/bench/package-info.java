/** Load on the whole program, outside of {@code mvn verify}. First class to read: {@link org.mediafiles.bench.WholeBench}. */
package org.mediafiles.bench;
