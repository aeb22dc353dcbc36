package org.vibrissa.bpf;

import org.osgi.annotation.versioning.ProviderType;

/** The sole right of this daemon to write one chain's slots. Ends by close or the daemon's end. */
@ProviderType
public interface ChainLease extends AutoCloseable {
    /** The chain. */
    String chain();

    /** This daemon, as others are told: {@code node west, pid 4711}. */
    String holder();

    /** Gives the chain free. Idempotent. */
    @Override
    void close();
}
