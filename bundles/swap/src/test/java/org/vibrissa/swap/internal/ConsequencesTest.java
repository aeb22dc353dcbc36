package org.vibrissa.swap.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.vibrissa.swap.BundleFailure;
import org.vibrissa.swap.StopConsequence;

/** A bundle that a host would miss, in a framework. */
class ConsequencesTest {
    private static final String VENDOR = "org.test.guard";

    @TempDir private Path folder;
    private Framework framework;
    private Bundle vendor;
    private InstalledBundles bundles;

    @BeforeEach
    void start() throws BundleException {
        framework =
                new FrameworkFactory()
                        .newFramework(
                                Map.of(
                                        Constants.FRAMEWORK_STORAGE,
                                        folder.resolve("cache").toString()));
        framework.start();
        BundleFile file = BundleFile.parse(Jars.bundle(VENDOR, "1.0.0"), "test");
        vendor = framework.getBundleContext().installBundle(file.location(), file.open());
        vendor.start();
        ServiceComponentRuntime scr =
                (ServiceComponentRuntime)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {ServiceComponentRuntime.class},
                                (self, method, args) -> List.of());
        bundles = new InstalledBundles(framework.getBundleContext(), scr);
    }

    @AfterEach
    void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }

    private void costs(StopConsequence consequence) {
        vendor.getBundleContext().registerService(StopConsequence.class, consequence, null);
    }

    @Test
    void refusesAStopThatCostsSomethingUnlessItIsAccepted() {
        costs(() -> Optional.of("nothing would be guarded on 3 endpoints"));
        BundleFailure refused =
                assertThrows(BundleFailure.class, () -> bundles.stop("guard", false));
        assertEquals(
                VENDOR + " is not stopped: nothing would be guarded on 3 endpoints",
                refused.getMessage());
        assertEquals(
                "If that is meant: vibrissa bundle stop " + VENDOR + " --yes", refused.nextStep());
        assertThrows(BundleFailure.class, () -> bundles.stop("guard", true, false));
        assertEquals(Bundle.ACTIVE, vendor.getState());
        bundles.stop("guard", false, true);
        assertEquals(Bundle.RESOLVED, vendor.getState());
    }

    @Test
    void stopsWhatNobodyWouldMissNow() {
        costs(Optional::empty);
        bundles.stop("guard", false);
        assertEquals(Bundle.RESOLVED, vendor.getState());
    }

    @Test
    void refusesWhereItCannotBeTold() {
        costs(
                () -> {
                    throw new IllegalStateException("the map is away");
                });
        BundleFailure refused =
                assertThrows(BundleFailure.class, () -> bundles.stop("guard", false));
        assertTrue(refused.getMessage().endsWith("lost: the map is away"), refused.getMessage());
        assertEquals(Bundle.ACTIVE, vendor.getState());
    }

    @Test
    void holdsNoServiceAfterItsAnswer() {
        costs(Optional::empty);
        new Consequences(framework.getBundleContext()).requireNone(vendor, "stopped", "stop");
        assertEquals(null, vendor.getRegisteredServices()[0].getUsingBundles());
    }
}
