/**
 * How bytes leave: authorise, put the look on record, hand out a ranged stream. First class to read:
 * {@link org.mediafiles.delivery.MediaDelivery}.
 */
package org.mediafiles.delivery;
