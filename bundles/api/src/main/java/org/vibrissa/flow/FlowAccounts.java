package org.vibrissa.flow;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A service of those that have several {@link FlowAccount}s, or whose accounts come and go, as an
 * exporter with any number of collectors. Thread safe, quick.
 */
@ConsumerType
public interface FlowAccounts {
    /** Those of now. */
    List<? extends FlowAccount> accounts();
}
