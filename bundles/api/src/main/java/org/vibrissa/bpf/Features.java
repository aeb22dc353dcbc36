package org.vibrissa.bpf;

import java.util.List;

/**
 * What the running kernel can do, found by trying at the loader's start.
 *
 * @param kernelRelease as {@code uname -r}
 * @param possibleCpus number of possible CPUs
 * @param kernelHz ticks of jiffies per second
 * @param tcx tcx links (6.6); without it the loader attaches by clsact
 * @param ringBuffer ring buffer maps (5.8)
 * @param batchHash batch operations on hash maps (5.6)
 * @param batchLpm batch operations on tries (5.13)
 * @param redirectPeer helper {@code bpf_redirect_peer} (5.10)
 * @param redirectNeigh helper {@code bpf_redirect_neigh} (5.10)
 * @param checkMtu helper {@code bpf_check_mtu} (5.12)
 * @param decapL3 {@code bpf_skb_adjust_room} with DECAP_L3 flags (6.3)
 * @param loop helper {@code bpf_loop} (5.17)
 * @param cgroupSockAddr programs on connect and sendmsg of a cgroup (4.18)
 * @param lruHash LRU hash maps (4.10)
 */
public record Features(
        String kernelRelease,
        int possibleCpus,
        int kernelHz,
        boolean tcx,
        boolean ringBuffer,
        boolean batchHash,
        boolean batchLpm,
        boolean redirectPeer,
        boolean redirectNeigh,
        boolean checkMtu,
        boolean decapL3,
        boolean loop,
        boolean cgroupSockAddr,
        boolean lruHash) {
    /** Names of the features that a kernel may lack. */
    public static final List<String> NAMES =
            List.of(
                    "tcx",
                    "ringBuffer",
                    "batchHash",
                    "batchLpm",
                    "redirectPeer",
                    "redirectNeigh",
                    "checkMtu",
                    "decapL3",
                    "loop",
                    "cgroupSockAddr",
                    "lruHash");

    /**
     * Whether the kernel has a feature.
     *
     * @param name one of {@link #NAMES}
     * @throws IllegalArgumentException for another name
     */
    public boolean has(String name) {
        return switch (name) {
            case "tcx" -> tcx;
            case "ringBuffer" -> ringBuffer;
            case "batchHash" -> batchHash;
            case "batchLpm" -> batchLpm;
            case "redirectPeer" -> redirectPeer;
            case "redirectNeigh" -> redirectNeigh;
            case "checkMtu" -> checkMtu;
            case "decapL3" -> decapL3;
            case "loop" -> loop;
            case "cgroupSockAddr" -> cgroupSockAddr;
            case "lruHash" -> lruHash;
            default ->
                    throw new IllegalArgumentException(
                            "there is no kernel feature '" + name + "'; there are " + NAMES);
        };
    }
}
