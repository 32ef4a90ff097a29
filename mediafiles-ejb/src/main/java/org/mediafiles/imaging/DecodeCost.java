package org.mediafiles.imaging;

/**
 * What a decode holds at once.
 *
 * @param heapBytes   inside the Java heap
 * @param nativeBytes outside of it: coefficients of a progressive JPEG, a program's memory
 */
record DecodeCost(long heapBytes, long nativeBytes) {
    DecodeCost plusHeap(long bytes) {
        return new DecodeCost(heapBytes + bytes, nativeBytes);
    }
}
