/**
 * The admin's pages: all media files, the trash, the schema's migrations. One backing bean per page or part of a page, with
 * the names of the files in {@code webapp/admin}. First class to read: {@link org.mediafiles.web.faces.admin.MediaFilesBacking}.
 */
package org.mediafiles.web.faces.admin;
