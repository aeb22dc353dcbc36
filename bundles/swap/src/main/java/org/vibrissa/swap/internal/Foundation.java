package org.vibrissa.swap.internal;

import java.util.Map;
import java.util.Optional;

/** What stops with each bundle that forwarding and other bundles stand on. */
final class Foundation {
    private static final Map<String, String> LOST =
            Map.of(
                    "org.vibrissa.bpf",
                    "every bundle with programs or maps stops with it; what is in the kernel forwards on",
                    "org.vibrissa.netlink",
                    "datapath and endpoint stop with it; what is in the kernel forwards on",
                    "org.vibrissa.datapath",
                    "every bundle with a stage stops with it; what is in the kernel forwards on",
                    "org.vibrissa.state",
                    "ipam and endpoint stop with it, and no resource can be seen or changed",
                    "org.vibrissa.config",
                    "no setting is shown or changed until it runs again",
                    "org.vibrissa.ipam",
                    "endpoint stops with it, and no address is given or released",
                    "org.vibrissa.endpoint",
                    "no endpoint is added, removed or repaired until it runs again");

    private Foundation() {}

    /** Empty for a bundle on which nothing stands. */
    static Optional<String> lostWith(String symbolicName) {
        return Optional.ofNullable(LOST.get(symbolicName));
    }
}
