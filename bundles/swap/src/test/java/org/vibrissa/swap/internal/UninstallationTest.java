package org.vibrissa.swap.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.vibrissa.bpf.BpfInventory;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.Pipeline;
import org.vibrissa.datapath.SlotInfo;
import org.vibrissa.datapath.StageAdmission;
import org.vibrissa.swap.BundleFailure;
import org.vibrissa.swap.BundleRemoval;
import org.vibrissa.swap.StopConsequence;

/** Which bundles may be taken off a host, in a framework; the kernel is made up. */
class UninstallationTest {
    private static final String VENDOR = "org.test.vendor";

    @TempDir private Path folder;
    private final List<SlotInfo> slots = new ArrayList<>();
    private final List<String> evicted = new ArrayList<>();
    private Framework framework;
    private KeptBundles kept;
    private Uninstallation uninstallation;

    @BeforeEach
    void start() throws BundleException {
        framework =
                new FrameworkFactory()
                        .newFramework(
                                Map.of(
                                        Constants.FRAMEWORK_STORAGE,
                                        folder.resolve("cache").toString()));
        framework.start();
        kept = new KeptBundles(folder.resolve("bundles"));
        ServiceComponentRuntime scr =
                fake(ServiceComponentRuntime.class, (self, method, args) -> List.of());
        Pipeline pipeline = fake(Pipeline.class, (self, method, args) -> List.copyOf(slots));
        BpfInventory inventory = fake(BpfInventory.class, (self, method, args) -> List.of());
        StageAdmission admission =
                fake(
                        StageAdmission.class,
                        (self, method, args) -> {
                            evicted.add(args[0].toString());
                            slots.removeIf(s -> s.owner().equals(args[0]) && s.slot() == 17);
                            return 1;
                        });
        uninstallation =
                new Uninstallation(
                        framework.getBundleContext(),
                        new Retirement(new Departure(framework.getBundleContext(), scr)),
                        new Holdings(pipeline, inventory),
                        admission,
                        kept);
    }

    @AfterEach
    void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }

    private static <T> T fake(Class<T> type, InvocationHandler answers) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
    }

    private Bundle brought(String name, String headers) throws BundleException {
        BundleFile file =
                BundleFile.parse(
                        Jars.withManifest(
                                "Bundle-ManifestVersion: 2\nBundle-SymbolicName: %s\nBundle-Version: 1.0.0%s"
                                        .formatted(name, headers)),
                        "test");
        kept.keep(file);
        Bundle bundle = framework.getBundleContext().installBundle(file.location(), file.open());
        bundle.start();
        return bundle;
    }

    private List<String> installed() {
        return Arrays.stream(framework.getBundleContext().getBundles())
                .filter(b -> b.getBundleId() != 0)
                .map(Bundle::getSymbolicName)
                .toList();
    }

    private static SlotInfo slot(int number) {
        return new SlotInfo(Chain.EP, number, "count", VENDOR, "1.0.0", 1, 0, 0, 0);
    }

    @Test
    void takesTheBundleItsStagesAndItsJar() throws BundleException {
        brought(VENDOR, "");
        slots.add(slot(17));
        BundleRemoval would = uninstallation.run("vendor", false, true, false);
        assertEquals(List.of(VENDOR), installed());
        assertTrue(kept.has(VENDOR));
        assertEquals(List.of("ep 17"), would.slots());
        BundleRemoval gone = uninstallation.run(VENDOR, false, false, false);
        assertEquals(would.jar(), gone.jar());
        assertEquals(List.of(VENDOR), evicted, "also what an earlier daemon has left");
        assertEquals(List.of(), installed());
        assertFalse(kept.has(VENDOR));
        BundleFailure again =
                assertThrows(
                        BundleFailure.class, () -> uninstallation.run(VENDOR, false, false, false));
        assertEquals("there is no bundle " + VENDOR, again.getMessage());
    }

    @Test
    void refusesABundleThatServesOthersUnlessForced() throws BundleException {
        brought(VENDOR, "\nExport-Package: org.test.api");
        brought("org.test.user", "\nImport-Package: org.test.api");
        assertEquals(
                List.of("org.test.user"),
                uninstallation.run(VENDOR, false, true, false).dependents());
        BundleFailure refused =
                assertThrows(
                        BundleFailure.class, () -> uninstallation.run(VENDOR, false, false, false));
        assertEquals(VENDOR + " is not uninstalled: it serves org.test.user", refused.getMessage());
        assertTrue(refused.nextStep().endsWith("--force"), refused.nextStep());
        assertEquals(List.of(VENDOR, "org.test.user"), installed());
        uninstallation.run(VENDOR, true, false, false);
        assertEquals(List.of("org.test.user"), installed());
    }

    @Test
    void refusesWhatAHostWouldMissUnlessThatIsAccepted() throws BundleException {
        Bundle bundle = brought(VENDOR, "");
        StopConsequence consequence = () -> Optional.of("nothing would be counted");
        bundle.getBundleContext().registerService(StopConsequence.class, consequence, null);
        assertEquals(VENDOR, uninstallation.run(VENDOR, false, true, false).bundle());
        BundleFailure refused =
                assertThrows(
                        BundleFailure.class, () -> uninstallation.run(VENDOR, false, false, false));
        assertEquals(
                VENDOR + " is not uninstalled: nothing would be counted", refused.getMessage());
        assertEquals(List.of(VENDOR), installed());
        uninstallation.run(VENDOR, false, false, true);
        assertEquals(List.of(), installed());
    }

    @Test
    void refusesWhatIsOfTheDistribution() throws BundleException {
        BundleFile file = BundleFile.parse(Jars.bundle("org.other.scr", "1.0.0"), "test");
        framework.getBundleContext().installBundle("file:lib/scr.jar", file.open());
        brought("org.vibrissa.endpoint", "");
        for (String name : List.of("org.other.scr", "endpoint")) {
            for (boolean force : new boolean[] {false, true}) {
                BundleFailure refused =
                        assertThrows(
                                BundleFailure.class,
                                () -> uninstallation.run(name, force, false, false));
                assertTrue(
                        refused.getMessage().contains("part of the distribution"),
                        refused.getMessage());
            }
        }
        assertEquals(2, installed().size());
    }

    @Test
    void saysWhatIsLeftAndKeepsTheJar() throws BundleException {
        brought(VENDOR, "");
        slots.add(slot(5));
        BundleFailure left =
                assertThrows(
                        BundleFailure.class, () -> uninstallation.run(VENDOR, false, false, false));
        assertTrue(left.getMessage().endsWith("of it is left: ep 5"), left.getMessage());
        assertTrue(kept.has(VENDOR));
    }

    @Test
    void namesTheNearestBundle() throws BundleException {
        brought(VENDOR, "");
        BundleFailure unknown =
                assertThrows(
                        BundleFailure.class,
                        () -> uninstallation.run("vendr", false, false, false));
        assertEquals("there is no bundle vendr; did you mean \"vendor\"?", unknown.getMessage());
    }
}
