package org.vibrissa.state.internal.file;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * The few things the store does with its folder. What is not synced may be lost, wholly or in part,
 * in a crash; tests replace this by a disk which does exactly that.
 */
public interface Disk {
    /** Names of the files in the folder, not of folders in it. */
    List<String> list() throws IOException;

    byte[] read(String name) throws IOException;

    /** An empty file; one of this name is emptied. */
    Handle create(String name) throws IOException;

    /** An existing file, for writing. */
    Handle open(String name) throws IOException;

    /** Atomic; replaces {@code to}. */
    void rename(String from, String to) throws IOException;

    /** Moves a file into the sub-folder {@code corrupt}, which is made when needed. */
    void setAside(String name) throws IOException;

    void delete(String name) throws IOException;

    /** Makes creations, renames and deletions durable. */
    void syncFolder() throws IOException;

    /** Where a file is, for messages. */
    String path(String name);

    /** An open file. */
    interface Handle extends Closeable {
        void write(long position, byte[] bytes) throws IOException;

        void truncate(long size) throws IOException;

        /** Makes content and size durable. */
        void sync() throws IOException;
    }
}
