package org.vibrissa.bpf.internal.ring;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.util.concurrent.TimeUnit;
import org.vibrissa.bpf.internal.kernel.Fd;

/**
 * Sleeps until the kernel says that a ring has data or someone calls {@link #wake}. poll(2) asks
 * the ring itself at each call, so a wake-up that came between two calls is not lost.
 */
final class RingWaiter implements AutoCloseable {
    private static final short POLLIN = 1;
    private static final int POLL_FDS = 16;

    /** Two struct pollfd, then 8 bytes for the eventfd: of the reading thread. */
    private final Memory calls = new Memory(POLL_FDS + 8);

    /** The number 1, which is written to wake: never changes. */
    private final Memory one = new Memory(8);

    private final Fd ring;
    private final Fd event;

    /**
     * A waiter.
     *
     * @param ring a descriptor of the map, which is closed with this
     */
    RingWaiter(Fd ring) {
        this.ring = ring;
        this.event = new Fd(RingSyscalls.newEventFd(), "wake-up of a ring reader");
        one.setLong(0, 1);
    }

    /**
     * Waits for data or a wake-up.
     *
     * @param deadline by {@link System#nanoTime}
     * @return false when the deadline has passed or a wake-up came
     */
    boolean await(long deadline) {
        int ringFd = ring.acquire();
        int eventFd = event.acquire();
        try {
            return poll(ringFd, eventFd, deadline);
        } finally {
            event.release();
            ring.release();
        }
    }

    private boolean poll(int ringFd, int eventFd, long deadline) {
        calls.setInt(0, ringFd);
        calls.setInt(8, eventFd);
        long address = com.sun.jna.Pointer.nativeValue(calls);
        while (true) {
            calls.setInt(4, POLLIN);
            calls.setInt(12, POLLIN);
            int ready = RingSyscalls.poll(address, 2, milliseconds(deadline));
            if (ready < 0) {
                if (Native.getLastError() != RingSyscalls.EINTR) {
                    throw RingSyscalls.failed("wait for a ring buffer");
                }
            } else if (ready > 0 && calls.getShort(14) != 0) {
                RingSyscalls.read(eventFd, address + POLL_FDS, 8);
                return false;
            } else if (ready > 0) {
                return true;
            } else if (deadline - System.nanoTime() <= 0) {
                return false;
            }
        }
    }

    private static int milliseconds(long deadline) {
        long left = deadline - System.nanoTime();
        // Rounded up: 0 would spin through the last millisecond.
        return left <= 0 ? 0 : (int) Math.min(TimeUnit.NANOSECONDS.toMillis(left) + 1, 1 << 30);
    }

    /** Makes the current or the next {@link #await} return false. Any thread; none when closed. */
    void wake() {
        if (event.closed()) {
            return;
        }
        int fd = event.acquire();
        try {
            if (RingSyscalls.write(fd, com.sun.jna.Pointer.nativeValue(one), 8) < 0) {
                throw RingSyscalls.failed("wake a ring reader");
            }
        } finally {
            event.release();
        }
    }

    @Override
    public void close() {
        event.close();
        ring.close();
    }
}
