package org.vibrissa.state.internal.file;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A disk in memory which crashes before a chosen operation. A crash keeps what was synced and, of
 * the rest, an arbitrary part: each write may be there, be missing or be torn, and so may each
 * change of the folder.
 */
public final class CrashDisk implements Disk {
    /** The machine stopped. */
    static final class Crashed extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private static final class Inode {
        private byte[] bytes = new byte[0];
        private byte[] durable = new byte[0];
        private final List<Write> unsynced = new ArrayList<>();
    }

    /** A write, or a cut when there are no bytes. */
    private static final class Write {
        private final int position;
        private final byte[] bytes;

        Write(int position, byte[] bytes) {
            this.position = position;
            this.bytes = bytes;
        }
    }

    /** Room enough for anything. */
    public static final long ROOMY = Long.MAX_VALUE / 2;

    private final Random random;
    private Map<String, Inode> names = new HashMap<>();
    private Map<String, Inode> durableNames = new HashMap<>();
    private final List<Runnable> folderChanges = new ArrayList<>();
    private int operations;
    private int crashAt = Integer.MAX_VALUE;
    private long room = ROOMY;

    public CrashDisk(Random random) {
        this.random = random;
    }

    public int operations() {
        return operations;
    }

    /** Crashes before the operation of this number, counted from the disk's making. */
    public void crashAt(int operation) {
        crashAt = operation;
    }

    /** How many more bytes fit; more throws as a full disk does. */
    public void room(long bytes) {
        room = bytes;
    }

    /** The files as the next start finds them after the power failed. */
    public void restartAfterCrash() {
        boolean inOrder = random.nextBoolean();
        for (Runnable change : folderChanges) {
            boolean kept = random.nextBoolean();
            if (kept) {
                change.run();
            } else if (inOrder) {
                break;
            }
        }
        folderChanges.clear();
        names = new HashMap<>(durableNames);
        for (Inode inode : names.values()) {
            byte[] survived = inode.durable;
            for (Write write : inode.unsynced) {
                survived = survive(survived, write);
            }
            inode.bytes = survived;
            inode.durable = survived;
            inode.unsynced.clear();
        }
        crashAt = Integer.MAX_VALUE;
    }

    /** As when only the process died: all is there, but what was not synced is not durable yet. */
    public void restartAfterKill() {
        crashAt = Integer.MAX_VALUE;
    }

    private byte[] survive(byte[] before, Write write) {
        switch (random.nextInt(4)) {
            case 0:
                return before;
            case 1:
                return apply(before, write);
            case 2:
                byte[] part = Arrays.copyOf(write.bytes, random.nextInt(write.bytes.length + 1));
                return part.length == 0 ? before : apply(before, new Write(write.position, part));
            default:
                byte[] zeros = new byte[write.bytes.length];
                int from = random.nextInt(write.bytes.length + 1);
                System.arraycopy(write.bytes, from, zeros, from, write.bytes.length - from);
                return zeros.length == 0 ? before : apply(before, new Write(write.position, zeros));
        }
    }

    private static byte[] apply(byte[] bytes, Write write) {
        if (write.bytes.length == 0) {
            return Arrays.copyOf(bytes, write.position);
        }
        int end = write.position + write.bytes.length;
        byte[] next = Arrays.copyOf(bytes, Math.max(bytes.length, end));
        System.arraycopy(write.bytes, 0, next, write.position, write.bytes.length);
        return next;
    }

    private void step() throws Crashed {
        if (operations++ >= crashAt) {
            throw new Crashed();
        }
    }

    /** Changes one byte, as a failing medium does. */
    public void flip(String name, int position) {
        Inode inode = names.get(name);
        inode.bytes = inode.bytes.clone();
        inode.bytes[position] ^= 0x40;
    }

    @Override
    public List<String> list() {
        return List.copyOf(names.keySet());
    }

    @Override
    public byte[] read(String name) throws IOException {
        return find(name).bytes.clone();
    }

    @Override
    public Handle create(String name) throws IOException {
        step();
        Inode inode = new Inode();
        names.put(name, inode);
        folderChanges.add(() -> durableNames.put(name, inode));
        return new CrashHandle(inode);
    }

    @Override
    public Handle open(String name) throws IOException {
        return new CrashHandle(find(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        step();
        Inode inode = find(from);
        names.remove(from);
        names.put(to, inode);
        folderChanges.add(
                () -> {
                    durableNames.remove(from);
                    durableNames.put(to, inode);
                });
    }

    @Override
    public void setAside(String name) throws IOException {
        delete(name);
    }

    @Override
    public void delete(String name) throws IOException {
        step();
        find(name);
        names.remove(name);
        folderChanges.add(() -> durableNames.remove(name));
    }

    @Override
    public void syncFolder() throws IOException {
        step();
        folderChanges.forEach(Runnable::run);
        folderChanges.clear();
    }

    @Override
    public String path(String name) {
        return "/crash/" + name;
    }

    private Inode find(String name) throws FileNotFoundException {
        Inode inode = names.get(name);
        if (inode == null) {
            throw new FileNotFoundException(name);
        }
        return inode;
    }

    private final class CrashHandle implements Handle {
        private final Inode inode;

        CrashHandle(Inode inode) {
            this.inode = inode;
        }

        @Override
        public void write(long position, byte[] bytes) throws IOException {
            step();
            long more = Math.max(0, position + bytes.length - inode.bytes.length);
            if (more > room) {
                byte[] part = Arrays.copyOf(bytes, (int) room);
                room = 0;
                if (part.length > 0) {
                    change(new Write((int) position, part));
                }
                throw new IOException("No space left on device");
            }
            room -= more;
            change(new Write((int) position, bytes));
        }

        @Override
        public void truncate(long size) throws IOException {
            step();
            room += inode.bytes.length - size;
            change(new Write((int) size, new byte[0]));
        }

        private void change(Write write) {
            inode.bytes = apply(inode.bytes, write);
            inode.unsynced.add(write);
        }

        @Override
        public void sync() throws IOException {
            step();
            inode.durable = inode.bytes;
            inode.unsynced.clear();
        }

        @Override
        public void close() {}
    }
}
