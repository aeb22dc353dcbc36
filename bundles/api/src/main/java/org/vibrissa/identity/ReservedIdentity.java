package org.vibrissa.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The numbers that mean the same everywhere, whatever the labels of workloads. */
public enum ReservedIdentity {
    /** This host. */
    HOST(1),
    /** Everything outside. */
    WORLD(2),
    /** A workload of the fleet that no daemon manages. */
    UNMANAGED(3),
    /** An endpoint that answers health probes. */
    HEALTH(4),
    /** An endpoint whose labels have no number yet. */
    INIT(5),
    /** Another host of the fleet. */
    REMOTE_NODE(6),
    /** The API server of a Kubernetes cluster. */
    KUBE_APISERVER(7),
    /** A proxy that lets outside requests in. */
    INGRESS(8),
    /** Everything outside, by IPv4. */
    WORLD_IPV4(9),
    /** Everything outside, by IPv6. */
    WORLD_IPV6(10);

    private final int number;

    ReservedIdentity(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** As written in labels and entities: {@code remote-node}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code reserved:NAME}. */
    public Label label() {
        return Label.reserved(text());
    }

    /** The number with its label alone. */
    public Identity identity() {
        return new Identity(number, Labels.of(label()));
    }

    public static Optional<ReservedIdentity> of(int number) {
        return Arrays.stream(values()).filter(each -> each.number == number).findFirst();
    }
}
