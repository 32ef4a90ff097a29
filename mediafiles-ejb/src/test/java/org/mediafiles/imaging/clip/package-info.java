/** Tests of clips: what they are, and what is made of them. */
package org.mediafiles.imaging.clip;
