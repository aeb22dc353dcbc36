package org.vibrissa.bpf.internal.link;

import org.vibrissa.bpf.Direction;

/** How hooks are called in lists and errors. */
final class Targets {
    private Targets() {}

    static String device(int ifindex, boolean egress) {
        return "ifindex "
                + ifindex
                + " "
                + (egress ? Direction.EGRESS.label() : Direction.INGRESS.label());
    }
}
