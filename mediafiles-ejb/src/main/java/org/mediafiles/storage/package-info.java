/**
 * Where bytes stand: the port {@link org.mediafiles.storage.MediaStore} and the filesystem behind it. No caller sees a
 * path, except through {@link org.mediafiles.model.ByteSource#asLocalFile()}. May import {@code config}. First class to
 * read: {@link org.mediafiles.storage.MediaStore}.
 */
package org.mediafiles.storage;
