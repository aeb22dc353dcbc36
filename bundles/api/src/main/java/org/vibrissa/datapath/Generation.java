package org.vibrissa.datapath;

import org.osgi.annotation.versioning.ProviderType;

/** The generation in which a flow's remembered verdict and identities are true. Thread safe. */
@ProviderType
public interface Generation {
    /**
     * Makes every flow look up again what it remembers, from its next packet on: established flows
     * too get the verdict of what now stands in the maps. To be called once after a change, when
     * all of it is written; costs each live flow one look-up more.
     */
    void advance();
}
