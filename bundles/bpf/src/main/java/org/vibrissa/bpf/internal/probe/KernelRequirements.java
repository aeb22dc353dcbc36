package org.vibrissa.bpf.internal.probe;

import java.util.LinkedHashMap;
import java.util.Map;
import org.vibrissa.bpf.Features;
import org.vibrissa.bpf.NotSupportedException;

/** What no datapath can do without: all of it is in kernel 5.15 and newer. */
public final class KernelRequirements {
    private KernelRequirements() {}

    /**
     * Refuses kernels that lack a needed feature.
     *
     * @throws NotSupportedException naming the first that is missing
     */
    public static void check(Features features) {
        Map<String, Boolean> needed = new LinkedHashMap<>();
        needed.put("lruHash", features.lruHash());
        needed.put("cgroupSockAddr", features.cgroupSockAddr());
        needed.put("batchHash", features.batchHash());
        needed.put("ringBuffer", features.ringBuffer());
        needed.put("redirectPeer", features.redirectPeer());
        needed.put("redirectNeigh", features.redirectNeigh());
        needed.put("checkMtu", features.checkMtu());
        needed.put("batchLpm", features.batchLpm());
        needed.forEach((name, there) -> require(features.kernelRelease(), name, there));
    }

    private static void require(String release, String name, boolean there) {
        if (!there) {
            throw new NotSupportedException(
                    name,
                    "kernel "
                            + release
                            + " lacks BPF feature "
                            + name
                            + "; the datapath needs kernel 5.15 or newer, built with BPF_SYSCALL,"
                            + " BPF_JIT, NET_CLS_BPF and CGROUP_BPF, and root");
        }
    }
}
