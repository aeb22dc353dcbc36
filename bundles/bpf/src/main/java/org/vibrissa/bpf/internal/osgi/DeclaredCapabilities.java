package org.vibrissa.bpf.internal.osgi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/**
 * What the manifests of all bundles declare, by namespace: asked for each map of each load,
 * gathered again after a bundle has changed. Thread safe.
 */
final class DeclaredCapabilities {
    private final BundleContext context;
    private final AtomicInteger changes = new AtomicInteger();
    private final Map<String, Gathered> byNamespace = new ConcurrentHashMap<>();

    /**
     * What there was after so many changes.
     *
     * @param changes counted before it was gathered
     */
    private record Gathered(int changes, List<BundleCapability> capabilities) {}

    /** Follows changes until the context's bundle stops. */
    DeclaredCapabilities(BundleContext context) {
        this.context = context;
        SynchronousBundleListener onChange = event -> changes.incrementAndGet();
        context.addBundleListener(onChange);
    }

    /** Of every bundle but the framework, which declares hundreds of packages and no map. */
    List<BundleCapability> of(String namespace) {
        int now = changes.get();
        Gathered known = byNamespace.get(namespace);
        if (known == null || known.changes() != now) {
            known = new Gathered(now, gather(namespace));
            byNamespace.put(namespace, known);
        }
        return known.capabilities();
    }

    private List<BundleCapability> gather(String namespace) {
        List<BundleCapability> all = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (bundle.getBundleId() != Constants.SYSTEM_BUNDLE_ID && revision != null) {
                all.addAll(revision.getDeclaredCapabilities(namespace));
            }
        }
        return List.copyOf(all);
    }
}
