package org.vibrissa.container;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What is installed in the framework beside the probe. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Bundles {
    /** Which set. */
    Set value();

    /** The sets there are. */
    enum Set {
        /** Nothing but what the test method itself installs. */
        NONE,
        /** The whole flat list of the distribution, exactly as the launcher installs it. */
        DISTRIBUTION
    }
}
