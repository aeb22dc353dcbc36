package org.vibrissa.netlink.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.vibrissa.netlink.NetlinkException;
import org.vibrissa.netlink.TapSpec;

/** Makes persistent taps by /dev/net/tun, which acts in the namespace of the thread opening it. */
final class TapMaker {
    private static final byte[] DEVICE = "/dev/net/tun\0".getBytes(StandardCharsets.US_ASCII);
    private static final long TUNSETIFF = 0x400454caL;
    private static final long TUNSETPERSIST = 0x400454cbL;
    private static final long TUNSETOWNER = 0x400454ccL;
    private static final int IFF_TAP = 0x0002;
    private static final int IFF_MULTI_QUEUE = 0x0100;
    private static final int IFF_NO_PI = 0x1000;
    private static final int IFF_VNET_HDR = 0x4000;
    private static final int IFF_TUN_EXCL = 0x8000;
    private static final int IFREQ_SIZE = 40;
    private static final int IFREQ_FLAGS = 16;

    private final OpenNamespace namespace;

    TapMaker(OpenNamespace namespace) {
        this.namespace = namespace;
    }

    void create(String request, TapSpec spec) {
        NamespaceThread.run(
                namespace,
                request,
                () -> {
                    createHere(request, spec);
                    return true;
                });
    }

    private static void createHere(String request, TapSpec spec) {
        int fd = Libc.open(DEVICE, Libc.O_RDWR | Libc.O_CLOEXEC, 0);
        if (fd < 0) {
            throw Errno.last(request + " (open /dev/net/tun)");
        }
        try {
            if (Libc.ioctl(fd, TUNSETIFF, ifreq(spec)) < 0) {
                throw taken(request, Libc.errno());
            }
            if (spec.owner().isPresent()
                    && Libc.ioctl(fd, TUNSETOWNER, (long) spec.owner().getAsInt()) < 0) {
                throw Errno.last(request + " (TUNSETOWNER)");
            }
            if (Libc.ioctl(fd, TUNSETPERSIST, 1L) < 0) {
                throw Errno.last(request + " (TUNSETPERSIST)");
            }
        } finally {
            Libc.close(fd);
        }
    }

    /** With IFF_TUN_EXCL the kernel says EBUSY for a name that is taken by another tap. */
    private static NetlinkException taken(String request, int errno) {
        return Errno.of(request, errno == Errno.EBUSY ? Errno.EEXIST : errno);
    }

    private static byte[] ifreq(TapSpec spec) {
        int flags = IFF_TAP | IFF_NO_PI | IFF_TUN_EXCL;
        flags |= spec.vnetHeader() ? IFF_VNET_HDR : 0;
        flags |= spec.multiQueue() ? IFF_MULTI_QUEUE : 0;
        return ByteBuffer.allocate(IFREQ_SIZE)
                .order(ByteOrder.nativeOrder())
                .put(spec.name().getBytes(StandardCharsets.US_ASCII))
                .putShort(IFREQ_FLAGS, (short) flags)
                .array();
    }
}
