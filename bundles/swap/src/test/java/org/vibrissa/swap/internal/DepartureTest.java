package org.vibrissa.swap.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.util.promise.Promises;

/** What a bundle that has used services leaves in the framework's memory. */
class DepartureTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir private Path folder;
    private Framework framework;
    private ServiceReference<Runnable> service;

    @BeforeEach
    void start() throws BundleException {
        String store = folder.resolve("cache").toString();
        framework = new FrameworkFactory().newFramework(Map.of(Constants.FRAMEWORK_STORAGE, store));
        framework.start();
        service =
                framework
                        .getBundleContext()
                        .registerService(Runnable.class, () -> {}, null)
                        .getReference();
    }

    @AfterEach
    void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(PATIENCE.toMillis());
    }

    @Test
    void leavesNoBundleInMemoryThatUsedALastingService() throws Exception {
        WeakReference<Bundle> gone = departed();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (gone.get() != null && System.nanoTime() < deadline) {
            System.gc();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        assertEquals(null, gone.get(), "the bundle that departed");
        assertEquals(null, service.getUsingBundles());
    }

    /** In a frame of its own, which holds the bundle no longer than it runs. */
    private WeakReference<Bundle> departed() throws Exception {
        BundleContext system = framework.getBundleContext();
        Bundle bundle = system.installBundle("test:user", new ByteArrayInputStream(jar()));
        bundle.start();
        BundleContext own = bundle.getBundleContext();
        own.getService(service);
        new Departure(system, componentsThat(() -> own.ungetService(service))).of(bundle);
        return new WeakReference<>(bundle);
    }

    /** SCR with one component, whose deactivation does this. */
    private static ServiceComponentRuntime componentsThat(Runnable deactivation) {
        return (ServiceComponentRuntime)
                Proxy.newProxyInstance(
                        DepartureTest.class.getClassLoader(),
                        new Class<?>[] {ServiceComponentRuntime.class},
                        (self, method, arguments) -> {
                            if (method.getName().equals("getComponentDescriptionDTOs")) {
                                return List.of(new ComponentDescriptionDTO());
                            }
                            deactivation.run();
                            return Promises.resolved(null);
                        });
    }

    private static byte[] jar() throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        main.putValue(Constants.BUNDLE_SYMBOLICNAME, "org.test.user");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new JarOutputStream(bytes, manifest).close();
        return bytes.toByteArray();
    }
}
