package org.vibrissa.endpoint;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Something that must be in place before an endpoint's first packet, such as its policy. Any bundle
 * may register services of this; each is told of the endpoints that exist when it comes. Called on
 * the thread that makes endpoints, so it must be quick; an exception keeps the endpoint pending
 * with its message, and it is tried again.
 */
@ConsumerType
public interface EndpointGate {
    /**
     * The endpoint is about to get its rows in the datapath, or has them since an earlier daemon.
     * Called before its first packet, and again when it is tried again; must be idempotent.
     *
     * @param endpoint as it will be: number and identity are final unless {@link #changed} says
     *     otherwise
     */
    void opening(LocalEndpoint endpoint);

    /**
     * Something of it is about to change, such as its identity, labels or addresses; called before
     * the datapath has it.
     */
    default void changed(LocalEndpoint before, LocalEndpoint now) {}

    /** It is out of the datapath; its number may be given to another after this returns. */
    void gone(LocalEndpoint endpoint);
}
