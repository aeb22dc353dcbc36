package org.vibrissa.bpf.internal.ring;

import com.sun.jna.Native;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.internal.kernel.Bindings;
import org.vibrissa.bpf.internal.kernel.Bpf;

/** System calls of the ring reader, by direct mapping. Addresses are passed as numbers. */
final class RingSyscalls {
    static final int PROT_READ = 1;
    static final int PROT_WRITE = 2;
    static final int MAP_SHARED = 1;
    static final int EINTR = 4;

    private static final int SC_PAGESIZE = 30;
    private static final int EFD_CLOEXEC = 0x80000;
    private static final int EFD_NONBLOCK = 0x800;

    static {
        Bindings.add(RingSyscalls.class, "libc.so.6");
    }

    private RingSyscalls() {}

    static native long mmap(
            long address, long length, int protection, int flags, int fd, long offset);

    static native int munmap(long address, long length);

    /** Waits on {@code count} struct pollfd at {@code fds}. */
    static native int poll(long fds, long count, int milliseconds);

    static native long sysconf(int name);

    static native int eventfd(int count, int flags);

    static native long read(int fd, long buffer, long length);

    static native long write(int fd, long buffer, long length);

    static int pageSize() {
        return (int) sysconf(SC_PAGESIZE);
    }

    /** A new eventfd that does not block. */
    static int newEventFd() {
        int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (fd < 0) {
            throw failed("create an eventfd");
        }
        return fd;
    }

    /** The error of the last call on this thread. */
    static BpfException failed(String what) {
        return Bpf.failed(what, -Native.getLastError());
    }
}
