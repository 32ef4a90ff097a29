/** Sign-in against the users of the hospital's database, as a client of the API sees it. */
package org.mediafiles.security;
