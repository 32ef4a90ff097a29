/**
 * MicroProfile Config, read once into validated records. May import {@code problem}. First class to read:
 * {@link org.mediafiles.config.Settings}.
 */
package org.mediafiles.config;
