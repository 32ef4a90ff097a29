package org.mediafiles.catalog;

/**
 * How far the looking after an adopted database's files has come.
 *
 * @param waiting        still to be looked at, those under way among them
 * @param done           looked at, and nothing for a person to do
 * @param missing        no file under the record's path
 * @param failed         for a person to look at
 * @param attachmentOnly of those looked at, how many are not what their record says and never shown in place
 */
public record AdoptedFilesSummary(long waiting, long done, long missing, long failed, long attachmentOnly) {
    /** @return how many media files stood when the database was taken over; 0 where none was */
    public long total() {
        return waiting + done + missing + failed;
    }
}
