package org.vibrissa.bpf.internal.map;

import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.MapFullException;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.Errno;

/** What a failed write to a map means. */
final class MapErrors {
    private MapErrors() {}

    /**
     * The error of a failed write.
     *
     * @param key the key that could not be written, as text
     */
    static BpfException write(KernelMap map, String key, int negativeErrno) {
        int errno = -negativeErrno;
        if (map.type().array() && errno == Errno.E2BIG) {
            return Bpf.failed(
                    "write " + key + " to " + map,
                    negativeErrno,
                    "its indices end at " + (map.maxEntries() - 1));
        }
        boolean full = errno == Errno.E2BIG || errno == Errno.ENOMEM || errno == Errno.ENOSPC;
        if (!full) {
            return Bpf.failed("write " + key + " to " + map, negativeErrno);
        }
        return new MapFullException(
                map.name(),
                map.maxEntries(),
                "cannot write "
                        + key
                        + " to "
                        + map
                        + ": "
                        + Errno.name(errno)
                        + "; it holds at most "
                        + map.maxEntries()
                        + " entries",
                errno,
                Errno.name(errno));
    }
}
