package org.vibrissa.swap.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/** What a framework says of bundles that lack something. */
class MissingTest {
    @TempDir private Path cache;
    private Framework framework;

    @BeforeEach
    void start() throws BundleException {
        framework =
                new FrameworkFactory()
                        .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, cache.toString()));
        framework.start();
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    private String missing(String headers) throws BundleException {
        byte[] jar =
                Jars.withManifest(
                        "Bundle-ManifestVersion: 2\nBundle-SymbolicName: org.test.a\n" + headers);
        Bundle bundle =
                framework
                        .getBundleContext()
                        .installBundle("test:" + headers.hashCode(), new ByteArrayInputStream(jar));
        FrameworkWiring wiring = framework.adapt(FrameworkWiring.class);
        assertFalse(wiring.resolveBundles(List.of(bundle)));
        return Missing.of(bundle, wiring);
    }

    @Test
    void namesThePackageNobodyExports() throws BundleException {
        String text = missing("Import-Package: org.nowhere;version=\"[1.2,2)\",org.osgi.framework");
        assertTrue(text.startsWith("package "), text);
        assertTrue(text.contains("org.nowhere") && text.contains("1.2.0"), text);
        assertFalse(text.contains("org.osgi.framework"), text);
    }

    @Test
    void namesAPackageOfAnotherVersion() throws BundleException {
        String text = missing("Import-Package: org.osgi.framework;version=\"[99,100)\"");
        assertTrue(text.contains("org.osgi.framework") && text.contains("99"), text);
    }

    @Test
    void namesEverythingOnce() throws BundleException {
        String text =
                missing(
                        "Import-Package: org.one,org.two,org.three;resolution:=optional\n"
                                + "Require-Capability: org.test.cap;filter:=\"(level=3)\"");
        assertTrue(text.contains("org.one") && text.contains("org.two"), text);
        assertTrue(text.contains("org.test.cap (level=3)"), text);
        assertFalse(text.contains("org.three"), "an optional one is not missing: " + text);
    }

    @Test
    void leavesServicesToTheComponents() throws BundleException {
        String text =
                missing(
                        "Require-Capability: osgi.service;filter:=\"(objectClass=x)\","
                                + "org.test.cap");
        assertEquals("org.test.cap ", text);
    }
}
