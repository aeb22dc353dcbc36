package org.vibrissa.swap;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The installed bundles. Names may leave out {@code org.vibrissa.}. */
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
     * @throws BundleFailure when there is none, when it is essential (the framework, swap, control
     *     and what they need), or when its stop fails
     */
    BundleState stop(String name);

    /**
     * Starts a bundle.
     *
     * @throws BundleFailure when there is none, or with the unsatisfied requirement or the
     *     exception of its activator
     */
    BundleState start(String name);
}
