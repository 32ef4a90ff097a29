/**
 * How bytes come in, below the servlets: clients that keep the server waiting for them. May import {@code config}. First
 * class to read: {@link org.mediafiles.web.wire.SlowClients}.
 */
package org.mediafiles.web.wire;
