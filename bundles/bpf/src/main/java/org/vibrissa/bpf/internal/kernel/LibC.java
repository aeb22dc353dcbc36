package org.vibrissa.bpf.internal.kernel;

import com.sun.jna.Pointer;

/** The C library, by direct mapping. Addresses and sizes are passed as numbers. */
final class LibC {
    static {
        Bindings.add(LibC.class, "libc.so.6");
    }

    private LibC() {}

    /** The raw system call, for bpf(2). */
    static native long syscall(long number, long a, long b, long c);

    static native int close(int fd);

    static native int open(String path, int flags);

    static native int fcntl(int fd, int command, int argument);

    static native int flock(int fd, int operation);

    static native int mount(String source, String target, String type, long flags, Pointer data);

    static native int socket(int domain, int type, int protocol);

    static native long send(int fd, long buffer, long length, int flags);

    static native long recv(int fd, long buffer, long length, int flags);

    static native int vsnprintf(Pointer buffer, long size, Pointer format, Pointer arguments);
}
