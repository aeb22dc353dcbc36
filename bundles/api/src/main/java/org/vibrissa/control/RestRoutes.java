package org.vibrissa.control;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A bundle's REST routes; register it as a service. */
@ConsumerType
public interface RestRoutes {
    /** The same routes on every call while the service is registered. */
    List<RestRoute> routes();
}
