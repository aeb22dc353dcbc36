package org.vibrissa.identity;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who says a label: the part before the colon. */
public enum LabelSource {
    /** A user, on a resource; in a selector: whoever says it. */
    ANY,
    /** Kubernetes' names for things, such as a namespace; in a selector also what a user says. */
    K8S,
    /** A systemd unit or another cgroup. */
    UNIT,
    /** A virtual machine. */
    VM,
    /** A network namespace. */
    NETNS,
    /** A host. */
    NODE,
    /** An address prefix; the key is the prefix. */
    CIDR,
    /** A named group of prefixes. */
    CIDRGROUP,
    /** A DNS name. */
    FQDN,
    /** This software. */
    RESERVED;

    /** As written: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All as written. */
    public static List<String> texts() {
        return Arrays.stream(values()).map(LabelSource::text).toList();
    }

    /** The source so written; empty when there is none. */
    public static Optional<LabelSource> of(String text) {
        return Arrays.stream(values()).filter(source -> source.text().equals(text)).findFirst();
    }

    /**
     * Whether values of this source are names from the host, which are freer than users' labels.
     */
    boolean namesThings() {
        return this == UNIT || this == VM || this == NETNS || this == CIDRGROUP || this == FQDN;
    }
}
