/**
 * The admin's pages: all media files, the trash. One backing bean per page, with the names of the files in
 * {@code webapp/admin}. First class to read: {@link org.mediafiles.web.faces.admin.MediaFilesBacking}.
 */
package org.mediafiles.web.faces.admin;
