/**
 * What somebody who means harm would try, from outside: traversal, injection, forged and stolen requests, clients that hold
 * threads. First class to read: {@link org.mediafiles.attack.RawHttp}.
 */
package org.mediafiles.attack;
