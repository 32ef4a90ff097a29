package org.mediafiles.audit.chain;

/**
 * The last seal of the chain.
 *
 * @param seq       0 while nothing is sealed
 * @param chainHash {@link ChainHash#GENESIS} while nothing is sealed
 */
record ChainEnd(long seq, byte[] chainHash) {}
