package org.vibrissa.node.internal.modes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What this host remembers of a path group. Immutable.
 *
 * @param number index into the kernel's table, 1..127
 * @param inForce name of the mode in force; empty when none is yet
 * @param accepts modes that are accepted on receive
 */
public record GroupRecord(int number, String inForce, List<Accepted> accepts) {
    public GroupRecord {
        accepts = List.copyOf(accepts);
    }

    public Optional<Accepted> accepted(String mode) {
        return accepts.stream().filter(a -> a.mode().equals(mode)).findFirst();
    }

    public List<String> modes() {
        return accepts.stream().map(Accepted::mode).toList();
    }

    /** The largest growth of a packet over that underlay, whichever accepted mode carries it. */
    public int overhead(boolean outerIpv6) {
        return accepts.stream().mapToInt(a -> a.overhead(outerIpv6)).max().orElse(0);
    }

    GroupRecord withInForce(String mode) {
        return new GroupRecord(number, mode, accepts);
    }

    GroupRecord with(Accepted accepted) {
        List<Accepted> more = new ArrayList<>(without(accepted.mode()).accepts);
        more.add(accepted);
        return new GroupRecord(number, inForce, more);
    }

    GroupRecord without(String mode) {
        return new GroupRecord(
                number, inForce, accepts.stream().filter(a -> !a.mode().equals(mode)).toList());
    }
}
