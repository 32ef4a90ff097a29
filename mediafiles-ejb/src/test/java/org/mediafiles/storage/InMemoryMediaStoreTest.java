package org.mediafiles.storage;

class InMemoryMediaStoreTest extends MediaStoreContract {
    @Override
    MediaStore newStore() {
        return new InMemoryMediaStore();
    }
}
