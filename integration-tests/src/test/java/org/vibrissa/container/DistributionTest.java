package org.vibrissa.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.BundleListener;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.vibrissa.expression.ExpressionCompiler;
import org.vibrissa.lab.Await;
import org.vibrissa.runtime.Footprint;
import org.vibrissa.runtime.ReadyCheck;

/** The flat bundle list of the distribution, in a framework beside a test. */
@Tag("container")
@ExtendWith(InContainer.class)
@Bundles(Bundles.Set.DISTRIBUTION)
public class DistributionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    public void resolvesAndStartsEveryBundle() {
        assertEquals(
                List.of(),
                Arrays.stream(context().getBundles())
                        .filter(bundle -> bundle.getState() != wanted(bundle))
                        .map(DistributionTest::whyNotActive)
                        .toList());
    }

    @Test
    public void satisfiesEveryComponent() throws Exception {
        withLauncher(
                () ->
                        Await.until(
                                "every DS component is satisfied",
                                PATIENCE,
                                () -> unsatisfied().isEmpty(),
                                () -> String.join("\n", unsatisfied())));
    }

    @Test
    public void refreshesOnlyWhatItNames() throws Exception {
        for (Bundle bundle : ours()) {
            Set<String> expected =
                    wiring().getDependencyClosure(List.of(bundle)).stream()
                            .map(Bundle::getSymbolicName)
                            .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(Set.of(bundle.getSymbolicName()), expected, "who depends on it by class");
            assertEquals(expected, touchedByRefresh(bundle));
        }
    }

    @Test
    public void freesTheClassLoaderOfAnUninstalledBundle() throws Exception {
        withLauncher(
                () -> {
                    // What depends on others first: SCR remembers a component that asked for a
                    // service in vain while that was going, until the service comes back.
                    for (Bundle bundle : dependentsFirst(ours())) {
                        awaitReady();
                        freesTheClassLoader(bundle);
                    }
                });
    }

    /** The library of expressions is large, and not made for bundles that go. */
    @Test
    public void freesTheClassLoaderOfALibraryThatWasUsed() throws Exception {
        Bundle language = bundle("org.vibrissa.hubble-cel");
        Class<?> message = bundle("com.google.protobuf").loadClass("com.google.protobuf.Api");
        for (int version = 0; version < 3; version++) {
            evaluate(message);
            freesTheClassLoader(language);
            language = bundle("org.vibrissa.hubble-cel");
        }
    }

    private static <M> void evaluate(Class<M> message) throws Exception {
        ServiceReference<ExpressionCompiler> service =
                context().getServiceReference(ExpressionCompiler.class);
        M empty = message.cast(message.getMethod("getDefaultInstance").invoke(null));
        ExpressionCompiler compiler = context().getService(service);
        assertEquals(
                List.of(true, false, false),
                List.of(
                        compiler.compile("_m == Api{}", "_m", message).holds(empty),
                        compiler.compile("_m.methods[0].name == 'x'", "_m", message).holds(empty),
                        compiler.compile("_m.name.matches('^x')", "_m", message).holds(empty)));
        context().ungetService(service);
    }

    private static Bundle bundle(String name) {
        return Arrays.stream(context().getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    private static void freesTheClassLoader(Bundle bundle) throws Exception {
        String location = bundle.getLocation();
        WeakReference<ClassLoader> loader =
                new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
        bundle.uninstall();
        refresh(List.of(bundle));
        RecordCache.takeOver();
        Await.until(
                "the class loader of " + location + " is collected",
                PATIENCE,
                () -> {
                    System.gc();
                    return loader.get() == null;
                });
        context().installBundle(location).start();
    }

    private interface Action {
        void run() throws Exception;
    }

    /**
     * Runs with the launcher's services, which are there before our bundles start; purges and takes
     * them back as the launcher would.
     */
    private static void withLauncher(Action action) throws Exception {
        List<Bundle> bundles = ours();
        for (Bundle bundle : dependentsFirst(bundles)) {
            bundle.stop();
        }
        LauncherServices launcher = LauncherServices.register(context());
        try {
            for (Bundle bundle : bundles) {
                bundle.start();
            }
            action.run();
            awaitReady();
        } finally {
            services(Footprint.class)
                    .sorted((a, b) -> Integer.compare(b.layer(), a.layer()))
                    .forEach(Footprint::purge);
            launcher.unregister();
        }
        assertEquals(List.of(), left(launcher.pins()), "pins left by a purge");
        launcher.removeFolders();
    }

    private static List<Bundle> dependentsFirst(List<Bundle> bundles) {
        List<Bundle> reversed = new ArrayList<>(bundles);
        Collections.reverse(reversed);
        return reversed;
    }

    /** As the launcher does: every check that the distribution expects is there and met. */
    private static void awaitReady() throws IOException {
        Set<String> expected = Set.copyOf(DistributionFolder.readyChecks());
        Await.until(
                "every readiness check is met",
                PATIENCE,
                () ->
                        services(ReadyCheck.class)
                                .filter(check -> check.pending().isEmpty())
                                .map(ReadyCheck::name)
                                .collect(Collectors.toSet())
                                .containsAll(expected),
                () ->
                        expected
                                + " of "
                                + services(ReadyCheck.class)
                                        .map(check -> check.name() + ": " + check.pending())
                                        .toList());
    }

    private static <T> Stream<T> services(Class<T> type) {
        try {
            return context().getServiceReferences(type, null).stream()
                    .map(context()::getService)
                    .filter(Objects::nonNull);
        } catch (InvalidSyntaxException e) {
            throw new AssertionError("no filter has no syntax", e);
        }
    }

    private static List<Path> left(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !Files.isDirectory(path)).toList();
        }
    }

    private static List<String> unsatisfied() {
        ServiceComponentRuntime runtime =
                context().getService(context().getServiceReference(ServiceComponentRuntime.class));
        return runtime.getComponentDescriptionDTOs().stream()
                .filter(runtime::isComponentEnabled)
                .flatMap(component -> complaints(runtime, component).stream())
                .toList();
    }

    private static List<String> complaints(
            ServiceComponentRuntime runtime, ComponentDescriptionDTO component) {
        Collection<ComponentConfigurationDTO> configurations =
                runtime.getComponentConfigurationDTOs(component);
        return configurations.stream()
                .filter(
                        configuration ->
                                configuration.state != ComponentConfigurationDTO.SATISFIED
                                        && configuration.state != ComponentConfigurationDTO.ACTIVE)
                .map(
                        configuration ->
                                component.name
                                        + " lacks "
                                        + Arrays.stream(configuration.unsatisfiedReferences)
                                                .map(reference -> reference.name)
                                                .toList())
                .toList();
    }

    private static Set<String> touchedByRefresh(Bundle bundle) throws Exception {
        Set<String> touched = new ConcurrentSkipListSet<>();
        BundleListener listener =
                event -> {
                    if (event.getType() == BundleEvent.STOPPED
                            || event.getType() == BundleEvent.UNRESOLVED) {
                        touched.add(event.getBundle().getSymbolicName());
                    }
                };
        context().addBundleListener(listener);
        refresh(List.of(bundle));
        Await.until(
                bundle.getSymbolicName() + " is active again",
                PATIENCE,
                () -> bundle.getState() == Bundle.ACTIVE);
        context().removeBundleListener(listener);
        return touched;
    }

    private static void refresh(Collection<Bundle> bundles) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        wiring().refreshBundles(bundles, event -> done.countDown());
        if (!done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the refresh of " + bundles + " did not end");
        }
    }

    /** What the framework says when the bundle is started once more. */
    private static String whyNotActive(Bundle bundle) {
        try {
            bundle.start();
            return bundle.getSymbolicName() + " was not started";
        } catch (BundleException e) {
            return bundle.getSymbolicName() + ": " + e.getMessage();
        }
    }

    /** Those that may be swapped: libraries have no components. */
    private static List<Bundle> ours() {
        return Arrays.stream(context().getBundles())
                .filter(bundle -> bundle.getSymbolicName().startsWith("org.vibrissa."))
                .filter(bundle -> bundle.getHeaders().get("Service-Component") != null)
                .filter(bundle -> wanted(bundle) == Bundle.ACTIVE)
                .toList();
    }

    private static int wanted(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        boolean fragment = (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
        return fragment ? Bundle.RESOLVED : Bundle.ACTIVE;
    }

    private static FrameworkWiring wiring() {
        return context().getBundle(0).adapt(FrameworkWiring.class);
    }

    private static BundleContext context() {
        return FrameworkUtil.getBundle(DistributionTest.class).getBundleContext();
    }
}
