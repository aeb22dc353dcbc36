package org.vibrissa.policy.internal.rule;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Peers by kind instead of by label; names as in {@code fromEntities}. */
public enum Entity {
    /** Everybody, the world included. */
    ALL,
    /** Whoever is not of the fleet: reserved:world and every CIDR. */
    WORLD,
    WORLD_IPV4,
    WORLD_IPV6,
    /** Endpoints and hosts of the fleet. */
    CLUSTER,
    /** This host, and what runs in its own network namespace. */
    HOST,
    /** Endpoints whose identity is not known yet. */
    INIT,
    INGRESS,
    /** Workloads of the fleet that Vibrissa does not manage. */
    UNMANAGED,
    /** The other hosts of the fleet. */
    REMOTE_NODE,
    /** Endpoints that answer health probes. */
    HEALTH,
    /** Nobody. */
    NONE,
    KUBE_APISERVER;

    /** As in a document: {@code remote-node}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Entity> of(String label) {
        return Arrays.stream(values()).filter(e -> e.label().equals(label)).findFirst();
    }

    /** All names, for messages. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Entity::label).toList();
    }
}
