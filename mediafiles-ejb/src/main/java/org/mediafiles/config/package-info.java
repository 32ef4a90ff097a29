/**
 * MicroProfile Config, read once into validated records. May import {@code problem}. First class to read:
 * {@link org.mediafiles.config.UploadLimits}.
 */
package org.mediafiles.config;
