package org.vibrissa.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** The way tests get into the framework. */
@Tag("container")
@ExtendWith(InContainer.class)
@Bundles(Bundles.Set.NONE)
public class FrameworkTest {
    @Test
    public void runsInsideAFramework() {
        Bundle probe = FrameworkUtil.getBundle(FrameworkTest.class);
        assertNotNull(probe, "this class was not loaded by a bundle");
        assertEquals(Bundle.ACTIVE, probe.getState());
        assertEquals(
                "org.apache.felix.framework",
                probe.getBundleContext().getBundle(0).getSymbolicName());
    }
}
