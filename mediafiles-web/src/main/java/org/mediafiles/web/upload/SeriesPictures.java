package org.mediafiles.web.upload;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.mediafiles.ingest.IntakeKind;
import org.mediafiles.ingest.MediaIngest;
import org.mediafiles.model.CleanText;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.Caller;

/**
 * The pictures that one request brings, in the order of its parts: files, each spooled as it arrives, and uploads that wait
 * already. What is refused names the picture at fault; closing it discards every file that did not become part of an
 * event.
 */
final class SeriesPictures implements PartTaker, AutoCloseable {
    static final String UPLOAD_ID = "uploadId";
    static final String CAPTION = "caption";
    /** How the catalog says which of several uploads it means, 1-based. */
    private static final String POSITION = "position";

    private final MediaIngest ingest;
    private final Caller caller;
    private final int room;
    private final List<Picture> pictures = new ArrayList<>();
    private boolean tooMany;

    /** One picture: a spooled file, or what the client named as an upload's id. */
    private record Picture(Intake file, String filename, String waiting) {}

    /**
     * @param room how many pictures there may be; nothing past it is read
     */
    SeriesPictures(MediaIngest ingest, Caller caller, int room) {
        this.ingest = ingest;
        this.caller = caller;
        this.room = room;
    }

    @Override
    public boolean takeFile(InputStream bytes, String filename) {
        if (isFull()) {
            return false;
        }
        Intake one = new Intake(ingest, caller, IntakeKind.PHOTO);
        boolean readOn = one.spool(bytes, filename);
        pictures.add(new Picture(one, CleanText.filename(filename), null));
        return readOn;
    }

    @Override
    public boolean takeText(String name, String value) {
        if (!UPLOAD_ID.equals(name) || value.isBlank()) {
            return true;
        }
        if (isFull()) {
            return false;
        }
        pictures.add(new Picture(null, null, value));
        return true;
    }

    private boolean isFull() {
        tooMany |= pictures.size() >= room;
        return tooMany;
    }

    /**
     * Finds the uploads that wait.
     *
     * @param judge throws where an upload is not this caller's to publish
     */
    List<UUID> waiting(Consumer<UUID> judge) {
        List<UUID> waiting = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            if (pictures.get(i).waiting() != null) {
                waiting.add(naming(i, pictures.get(i), picture -> {
                    UUID upload = EventFields.uploadId(picture.waiting());
                    judge.accept(upload);
                    return upload;
                }));
            }
        }
        return waiting;
    }

    /**
     * @return how many files there are beside the uploads that wait; one more where there are more pictures than there is
     *         room for, so that whoever counts them refuses
     */
    int filesToCome() {
        return files().size() + (tooMany ? 1 : 0);
    }

    /** @return the captions, as far as their pictures were read */
    List<String> captions(MultipartForm form) {
        List<String> captions = form.texts(CAPTION);
        return tooMany ? captions.subList(0, Math.min(captions.size(), pictures.size() + 1)) : captions;
    }

    /** @throws MediaFilesException {@code INVALID_REQUEST} */
    void requireSome() {
        if (pictures.isEmpty() && !tooMany) {
            throw MediaFilesException.invalid(MultipartForm.FILE, "At least one file is required.");
        }
    }

    /**
     * Examines every file.
     *
     * @return all pictures' uploads in order
     * @throws MediaFilesException as {@link MediaIngest#examine}, of the first file at fault
     */
    List<UUID> examine() {
        // Size is judged before any content. Nothing was read behind the first that was too large.
        for (int i = 0; i < pictures.size(); i++) {
            if (pictures.get(i).file() != null && pictures.get(i).file().isTooLarge()) {
                naming(i, pictures.get(i), picture -> picture.file().examine(null));
            }
        }
        List<UUID> uploads = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            uploads.add(naming(i, pictures.get(i), picture -> picture.file() == null
                    ? EventFields.uploadId(picture.waiting())
                    : picture.file().examine(null).uploadId()));
        }
        return uploads;
    }

    private interface Look<T> {
        T at(Picture picture);
    }

    private static <T> T naming(int index, Picture picture, Look<T> look) {
        try {
            return look.at(picture);
        } catch (MediaFilesException refusal) {
            throw named(index, picture, refusal);
        }
    }

    private static MediaFilesException named(int index, Picture picture, MediaFilesException refusal) {
        MediaFilesException named = refusal.with("file", index + 1);
        return picture.filename() == null ? named : named.with("filename", picture.filename());
    }

    /** @return the refusal of all pictures, which names the one at fault where that is known */
    MediaFilesException named(MediaFilesException refusal) {
        return named(refusal, pictures);
    }

    /** As {@link #named(MediaFilesException)}, of a refusal that knows of the uploads that wait and of no file. */
    MediaFilesException namedOfWaiting(MediaFilesException refusal) {
        return named(refusal, pictures.stream().filter(picture -> picture.waiting() != null).toList());
    }

    private MediaFilesException named(MediaFilesException refusal, List<Picture> judged) {
        return refusal.extensions().get(POSITION) instanceof Integer position && position <= judged.size()
                ? named(indexOf(judged.get(position - 1)), judged.get(position - 1), refusal)
                : refusal;
    }

    /** The same upload may be named twice: each is a picture of its own. */
    private int indexOf(Picture wanted) {
        int index = 0;
        while (pictures.get(index) != wanted) {
            index++;
        }
        return index;
    }

    /** What was spooled belongs to an event, or perhaps does. */
    void keep() {
        files().forEach(Intake::keep);
    }

    /** Notes what the request was refused for: it stands in the files' rows. */
    MediaFilesException refusedFor(MediaFilesException refusal) {
        files().forEach(file -> file.refusedFor(refusal));
        return refusal;
    }

    private List<Intake> files() {
        return pictures.stream().map(Picture::file).filter(file -> file != null).toList();
    }

    @Override
    public void close() {
        files().forEach(Intake::close);
    }
}
