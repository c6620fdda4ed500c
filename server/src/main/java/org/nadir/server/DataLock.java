package org.nadir.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Says whether this server is the only one on its data folder. One that is alone at its start may tidy up after a crash. With
/// SQLite it must be alone and stays so; with PostgreSQL others may join it once it has tidied up. The lock goes with the process,
/// however it ends.
final class DataLock implements AutoCloseable {

    private final FileChannel file;
    private @Nullable FileLock exclusive;

    private DataLock(FileChannel file, @Nullable FileLock exclusive) {
        this.file = file;
        this.exclusive = exclusive;
    }

    /// Takes a folder that is meant for one server.
    ///
    /// @throws IOException when another server has the folder
    static DataLock alone(Path data) throws IOException {
        DataLock lock = join(data);
        if (!lock.isAlone()) {
            lock.close();
            throw new IOException("Another Nadir server is running on the folder " + data);
        }
        return lock;
    }

    /// Takes a folder that servers may share: alone when nobody is there.
    static DataLock join(Path data) throws IOException {
        FileChannel file =
                FileChannel.open(
                        data.resolve("server.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        var lock = new DataLock(file, lock(file, false));
        if (!lock.isAlone()) {
            lock(file, true);
        }
        return lock;
    }

    private static @Nullable FileLock lock(FileChannel file, boolean shared) throws IOException {
        try {
            return file.tryLock(0, Long.MAX_VALUE, shared);
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    boolean isAlone() {
        return exclusive != null;
    }

    /// Lets others in. Waits for one that is tidying up.
    void share() throws IOException {
        if (exclusive == null) {
            return;
        }
        exclusive.release();
        exclusive = null;
        try {
            file.lock(0, Long.MAX_VALUE, true);
        } catch (OverlappingFileLockException sameProcess) {
            // The other server of this process holds the file for both.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
