package org.vibrissa.identity;

import java.util.Objects;
import java.util.Optional;
import org.vibrissa.net.IpPrefix;

/**
 * A number and what it stands for. Immutable.
 *
 * @param number 1..65535, or from {@value #LOCAL_FIRST} for a prefix, from {@value #HOST_FIRST} for
 *     another host
 * @param labels what selectors look at
 */
public record Identity(int number, Labels labels) {
    /** First number that stands for a set of labels in the whole fleet. */
    public static final int FLEET_FIRST = 256;

    /** Last number that stands for a set of labels in the whole fleet. */
    public static final int FLEET_LAST = 65535;

    /** First number that stands for a prefix on this host alone. */
    public static final int LOCAL_FIRST = 1 << 24;

    /** Last number that stands for a prefix on this host alone. */
    public static final int LOCAL_LAST = (1 << 25) - 1;

    /** First number that stands for another host of the fleet on this host alone. */
    public static final int HOST_FIRST = 1 << 25;

    /** Last number that stands for another host of the fleet on this host alone. */
    public static final int HOST_LAST = HOST_FIRST + 0xffff;

    public Identity {
        Objects.requireNonNull(labels, "labels");
    }

    /** Whether the number means the same everywhere. */
    public boolean isReserved() {
        return number < FLEET_FIRST;
    }

    /** Whether the number means something on this host alone. */
    public boolean isLocal() {
        return number >= LOCAL_FIRST;
    }

    /** The prefix it stands for, for comparing what contains what. */
    public Optional<IpPrefix> prefix() {
        return isLocal() ? labels.prefix() : Optional.empty();
    }
}
