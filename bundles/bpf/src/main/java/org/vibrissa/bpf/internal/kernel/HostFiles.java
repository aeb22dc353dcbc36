package org.vibrissa.bpf.internal.kernel;

import com.sun.jna.Native;

/** What the loader needs of file system calls that Java does not offer. */
public final class HostFiles {
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int LOCK_EXCLUSIVE_NOW = 2 | 4;

    private HostFiles() {}

    /** Opens a folder, such as a cgroup's; the descriptor or -errno. */
    public static int openFolder(String path) {
        int fd = LibC.open(path, directoryFlag() | CLOSE_ON_EXEC);
        return fd < 0 ? -Native.getLastError() : fd;
    }

    private static int directoryFlag() {
        return "aarch64".equals(System.getProperty("os.arch", "")) ? 0x4000 : 0x10000;
    }

    /** Locks an open file or folder (flock) without waiting; 0 or -errno. */
    public static int lock(int fd) {
        return LibC.flock(fd, LOCK_EXCLUSIVE_NOW) < 0 ? -Native.getLastError() : 0;
    }

    /** Mounts bpffs on a folder; 0 or -errno. */
    public static int mountBpf(String folder) {
        return LibC.mount("bpf", folder, "bpf", 0, null) < 0 ? -Native.getLastError() : 0;
    }
}
