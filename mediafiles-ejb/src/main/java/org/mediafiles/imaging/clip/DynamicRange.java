package org.mediafiles.imaging.clip;

/** How brightness is coded. What is not {@link #SDR} looks pale where it is shown as if it were. */
public enum DynamicRange {
    SDR,
    /** Hybrid log-gamma, ARIB STD-B67: what telephones record. */
    HLG,
    /** Perceptual quantiser, SMPTE ST 2084. */
    PQ
}
