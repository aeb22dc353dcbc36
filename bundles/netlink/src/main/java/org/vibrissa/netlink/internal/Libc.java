package org.vibrissa.netlink.internal;

import com.sun.jna.Native;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The few calls into libc, mapped directly. Each returns -1 on error, after which {@link #errno}
 * tells why. A buffer is passed from its position on.
 */
final class Libc {
    static final int O_RDONLY = 0;
    static final int O_WRONLY = 1;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0100;
    static final int O_EXCL = 0200;
    static final int O_NONBLOCK = 04000;
    static final int O_CLOEXEC = 02000000;
    static final int CLONE_NEWNET = 0x40000000;

    private static boolean bound;

    static {
        bind();
    }

    private Libc() {}

    /** Maps the methods below; done by the first use, and needed again after {@link #unbind}. */
    static synchronized void bind() {
        if (!bound) {
            Native.register(Libc.class, "libc.so.6");
            bound = true;
        }
    }

    /** Makes JNA forget this class, which would else keep the bundle's class loader for ever. */
    static synchronized void unbind() {
        if (bound) {
            forget(Libc.class);
            bound = false;
        }
    }

    /**
     * Ends JNA's memory of a mapped class. Its per-class options are a weak map whose values hold
     * their own key (JNA 5.19.1, {@code Native.typeOptions}), so unregister alone keeps the class
     * loader.
     */
    private static void forget(Class<?> mapped) {
        Native.unregister(mapped);
        try {
            Field options = Native.class.getDeclaredField("typeOptions");
            options.setAccessible(true);
            ((Map<?, ?>) options.get(null)).remove(mapped);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JNA keeps the class loader of " + mapped, e);
        }
    }

    static native int socket(int domain, int type, int protocol);

    static native int bind(int fd, byte[] address, int length);

    static native int setsockopt(int fd, int level, int option, int[] value, int length);

    static native int setsockopt(int fd, int level, int option, long[] value, int length);

    static native long send(int fd, ByteBuffer data, long length, int flags);

    static native long sendto(
            int fd, ByteBuffer data, long length, int flags, byte[] address, int addressLength);

    static native long recvfrom(
            int fd, ByteBuffer data, long length, int flags, byte[] address, int[] addressLength);

    static native int poll(ByteBuffer fds, long count, int timeoutMillis);

    static native int eventfd(int value, int flags);

    static native int open(byte[] path, int flags, int mode);

    static native long read(int fd, byte[] data, long length);

    static native long write(int fd, byte[] data, long length);

    static native int close(int fd);

    static native int ioctl(int fd, long request, byte[] argument);

    static native int ioctl(int fd, long request, long argument);

    static native int setns(int fd, int type);

    static native int unshare(int flags);

    static native int mount(byte[] source, byte[] target, byte[] type, long flags, byte[] data);

    static native int umount2(byte[] target, int flags);

    static native String strerror(int errno);

    /** Why the last call of this thread failed. */
    static int errno() {
        return Native.getLastError();
    }
}
