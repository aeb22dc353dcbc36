package org.vibrissa.endpoint;

/** What an endpoint is made of; {@code spec.kind} of the resource. */
public enum EndpointForm {
    /** A network namespace; the daemon makes a veth pair into it. */
    NETNS,
    /** An existing device of the host, such as a VM's tap. */
    DEVICE,
    /** The host itself. */
    HOST,
    /** A systemd unit or another cgroup of the host: processes that share the host's addresses. */
    CGROUP;

    /** As written in a spec: {@code netns}, {@code device}, {@code host}, {@code cgroup}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
