package org.vibrissa.swap;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The installed bundles. A name may leave out {@code org.vibrissa.}, and be the last part alone of
 * a symbolic name when no other ends in it.
 */
@ProviderType
public interface Bundles {
    /** All, in order of id. */
    List<BundleState> list();

    /**
     * One bundle; of several versions the highest that is active, else the highest.
     *
     * @param name symbolic name, or id in digits
     * @throws BundleFailure when there is none, with the nearest name
     */
    BundleDetail detail(String name);

    /**
     * Stops a bundle until it is started again or the daemon restarts.
     *
     * @param force also one on which forwarding or others stand, such as datapath
     * @throws BundleFailure when there is none, when no command could undo it (the framework, swap,
     *     control and what they need), when others stand on it and {@code force} is false, when it
     *     has a {@link StopConsequence} now, or when its stop fails
     */
    default BundleState stop(String name, boolean force) {
        return stop(name, force, false);
    }

    /**
     * The same, also of a bundle with a {@link StopConsequence}.
     *
     * @param accepted whether that is known and meant; false refuses the stop when there is one
     */
    BundleState stop(String name, boolean force, boolean accepted);

    /**
     * Starts a bundle.
     *
     * @throws BundleFailure when there is none, or with the unsatisfied requirement or the
     *     exception of its activator
     */
    BundleState start(String name);
}
